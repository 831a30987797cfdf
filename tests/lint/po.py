"""Reads and writes gettext .po files, as far as ours go: no contexts, no obsolete entries."""
import re

_LINE = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[(\d)\])?\s*"(.*)"$')
_QUOTED = {'\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t'}
_UNQUOTED = {'n': '\n', 't': '\t', '"': '"', '\\': '\\'}


class Entry:
    def __init__(self, msgid='', plural=None):
        self.msgid = msgid
        self.plural = plural  # the English plural, or None
        self.strings = {}     # form -> text
        self.files = []       # where the sentence stands
        self.notes = []       # translators' remarks, kept
        self.fuzzy = False


def parse(text):
    """The entries in order, the header (msgid "") first. ValueError names a line that cannot be read."""
    entries = []
    entry = None
    field = None
    named = set()         # the fields of this entry so far: a merge by union can leave one twice
    for number, line in enumerate(text.splitlines() + [''], 1):
        line = line.strip()
        if not line:
            if entry is not None and field is not None:
                entries.append(entry)
            entry = field = None
            continue
        if entry is None:
            entry = Entry()
            named = set()
        if line.startswith('#:'):
            entry.files += line[2:].split()
        elif line.startswith('#,'):
            entry.fuzzy = 'fuzzy' in line
        elif line.startswith('#'):
            entry.notes.append(line)
        else:
            found = _LINE.match(line)
            if not found or (found.group(1) is None and field is None):
                raise ValueError(f'line {number} cannot be read')
            value = re.sub(r'\\(.)', lambda part: _UNQUOTED[part.group(1)], found.group(3))
            if found.group(1):
                field = found.group(1)
                if field in named:
                    raise ValueError(f'line {number}: the sentence has two translations; keep one')
                named.add(field)
            if field == 'msgid':
                entry.msgid += value
            elif field == 'msgid_plural':
                entry.plural = (entry.plural or '') + value
            else:
                form = int(found.group(2)) if found.group(1) and found.group(2) else (0 if field == 'msgstr' else int(field[7]))
                entry.strings[form] = entry.strings.get(form, '') + value
    return entries


def plural_forms(entries):
    found = re.search(r'nplurals\s*=\s*(\d)', entries[0].strings.get(0, '')) if entries else None
    return int(found.group(1)) if found else 1


def _quote(text):
    return '"' + ''.join(_QUOTED.get(c, c) for c in text) + '"'


def write(entries):
    blocks = []
    for entry in entries:
        lines = list(entry.notes)
        lines += [f'#: {name}' for name in entry.files]
        if entry.fuzzy:
            lines.append('#, fuzzy')
        if entry.msgid == '':
            lines += ['msgid ""', 'msgstr ""']
            lines += [_quote(part + '\n') for part in entry.strings.get(0, '').split('\n') if part]
        else:
            lines.append('msgid ' + _quote(entry.msgid))
            if entry.plural is None:
                lines.append('msgstr ' + _quote(entry.strings.get(0, '')))
            else:
                lines.append('msgid_plural ' + _quote(entry.plural))
                lines += [f'msgstr[{form}] ' + _quote(entry.strings[form]) for form in sorted(entry.strings)]
        blocks.append('\n'.join(lines) + '\n')
    return '\n'.join(blocks)
