#!/usr/bin/env python3
"""Checks that every sentence that a person can see is translated into every language of i18n/.

  translations.py [ROOT]             checks; fails on a missing or wrong translation
  translations.py --update [--prune] adds missing sentences, empty, to i18n/*.po (script/translations)
  translations.py --self-test        proves, on planted mistakes, that each is found

The sentences: N_("…"), .text("…"), plural("one", "many", …), the text of an Error, `const char*` constants that read
like a sentence, and label, title, help, hint and row in schema/arasha/*.proto.
"""
import contextlib
import io
import re
import sys
import tempfile
from pathlib import Path

import cpp
import po
import wording

PLACEHOLDER = re.compile(r'\{\d\}')
SENTENCE = re.compile(r'^[A-Z].* .*[.?!]$', re.DOTALL)
PROTO_STRING = re.compile(r'\b(?:label|title|help|hint|row)\s*[:=]\s*((?:"(?:\\.|[^"\\])*"\s*)+)')


class Sentences:
    """English sentence -> its plural (or None) and the files where it stands."""

    def __init__(self):
        self.found = {}
        self.problems = []

    def add(self, msgid, path, plural=None):
        if msgid == '':
            return
        known = self.found.setdefault(msgid, [plural, []])
        if plural is not None and known[0] not in (None, plural):
            self.problems.append(f'{path}: "{msgid}" stands with two different plurals')
        known[0] = known[0] or plural
        if path.as_posix() not in known[1]:
            known[1].append(path.as_posix())


def arguments(tokens, at):
    """The literals of each argument of a call whose bracket opens at `at`; those in nested calls do not count."""
    out = [[]]
    depth = 0
    joined = False
    for token in tokens[at:]:
        if token.kind == 'mark' and token.text in '([{':
            depth += 1
        elif token.kind == 'mark' and token.text in ')]}':
            depth -= 1
            if depth == 0:
                return out
        elif token.text == ',' and token.kind == 'mark' and depth == 1:
            out.append([])
        elif token.kind == 'mark' and token.text == ';' and depth == 1:
            return out
        if token.kind == 'string' and depth == 1:
            if joined:
                out[-1][-1] += token.text
            else:
                out[-1].append(token.text)
        joined = token.kind == 'string' and depth == 1
    return out


def is_mark(tokens, at, *texts):
    return 0 <= at < len(tokens) and tokens[at].kind == 'mark' and tokens[at].text in texts


def is_error_start(tokens, at):
    """`Error(`, `Error{`, `Error name(`; or a bare brace or call that begins with ErrorCode::x."""
    if tokens[at].text != 'Error' or is_mark(tokens, at - 1, '~'):
        return None
    for step in (1, 2):
        if is_mark(tokens, at + step, '(', '{') and (step == 1 or tokens[at + 1].kind == 'word'):
            return at + step
    return None


def collect_cpp(source, path, sentences):
    tokens = cpp.tokens(source)
    for at, token in enumerate(tokens):
        if token.kind != 'word' or at + 1 >= len(tokens):
            continue
        if token.text == 'N_' and is_mark(tokens, at + 1, '('):
            for text in arguments(tokens, at + 1)[0]:
                sentences.add(text, path)
        elif token.text in ('text', 'text_of') and is_mark(tokens, at - 1, '.', '->') and is_mark(tokens, at + 1, '('):
            for text in arguments(tokens, at + 1)[0]:
                sentences.add(text, path)
        elif token.text == 'plural' and is_mark(tokens, at + 1, '('):
            given = arguments(tokens, at + 1)
            if len(given) > 1 and given[0] and given[1]:
                sentences.add(given[0][0], path, given[1][0])
        elif token.text == 'Error' and is_error_start(tokens, at) is not None:
            given = arguments(tokens, is_error_start(tokens, at))
            for text in given[1] if len(given) > 1 else []:
                sentences.add(text, path)
        elif token.text == 'ErrorCode' and is_mark(tokens, at + 1, '::') and is_mark(tokens, at - 1, '(', '{'):
            given = arguments(tokens, at - 1)
            for text in given[1] if len(given) > 1 else []:
                sentences.add(text, path)
        elif token.text == 'char' and is_mark(tokens, at + 1, '*'):
            name = at + 2
            while name < len(tokens) and tokens[name].kind == 'word':
                name += 1
            if is_mark(tokens, name, '='):
                text = ''
                while name + 1 < len(tokens) and tokens[name + 1].kind == 'string':
                    name += 1
                    text += tokens[name].text
                if SENTENCE.match(text):
                    sentences.add(text, path)


def collect_proto(source, path, sentences):
    source = re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', lambda found: found.group(1) or '', source, flags=re.DOTALL)
    for found in PROTO_STRING.finditer(source):
        parts = re.findall(r'"((?:\\.|[^"\\])*)"', found.group(1))
        sentences.add(''.join(parts).replace('\\"', '"').replace('\\n', '\n'), path)


def collect(root):
    sentences = Sentences()
    for path in cpp.source_files(root, ['src']):
        collect_cpp((root / path).read_text(encoding='utf-8'), path, sentences)
    for path in sorted((root / 'schema' / 'arasha').glob('*.proto')):
        collect_proto(path.read_text(encoding='utf-8'), path.relative_to(root), sentences)
    return sentences


def check_entry(name, entry, plural, forms, refused):
    if entry.fuzzy:
        yield f'{name}: marked fuzzy: "{entry.msgid}"'
    if entry.plural != plural:
        yield f'{name}: the plural differs from the source: "{entry.msgid}"'
        return
    for form in range(forms if plural else 1):
        text = entry.strings.get(form, '')
        if text == '':
            yield f'{name}: no translation: "{entry.msgid}"' + (f' (form {form})' if plural else '')
        elif plural is None and sorted(set(PLACEHOLDER.findall(text))) != sorted(set(PLACEHOLDER.findall(entry.msgid))):
            yield f'{name}: the places {{1}} differ: "{entry.msgid}"'
        elif plural is not None and not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(plural)):
            yield f'{name}: a place {{1}} too many: "{plural}"'
        elif plural is not None and (form > 0 or forms > 2) and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(plural)):
            yield f'{name}: a place {{1}} is lost in form {form}: "{plural}"'  # with three forms the first is 1, 21, 31, ...
        else:
            for wrong in wording.problems(name.removesuffix('.po'), text, plural or entry.msgid, refused):
                yield f'{name}: {wrong}: "{text}"'


def check_catalogue(name, text, sentences, refused):
    """The problems, and the sentences that no source uses any more."""
    try:
        entries = po.parse(text)
    except (ValueError, KeyError) as error:
        return [f'{name}: {error}'], []
    forms = po.plural_forms(entries)
    known = {}
    problems = []
    for entry in entries[1:]:
        if entry.msgid in known:
            problems.append(f'{name}: stands twice: "{entry.msgid}"')
        known[entry.msgid] = entry
    for msgid, (plural, files) in sentences.found.items():
        if msgid not in known:
            problems.append(f'{name}: missing: "{msgid}" ({files[0]})')
        else:
            problems += check_entry(name, known[msgid], plural, forms, refused)
    return problems, [msgid for msgid in known if msgid not in sentences.found]


def check(root):
    sentences = collect(root)
    problems = list(sentences.problems)
    unused = []
    glossary = root / 'docs' / 'glossary.md'
    refused = wording.refused_words(glossary.read_text(encoding='utf-8')) if glossary.exists() else {}
    catalogues = sorted((root / 'i18n').glob('*.po'))
    if not catalogues:
        problems.append('i18n: there is no catalogue')
    for path in catalogues:
        wrong, idle = check_catalogue(path.name, path.read_text(encoding='utf-8'), sentences, refused)
        problems += wrong
        unused += [f'{path.name}: unused: "{msgid}"' for msgid in idle]
    return problems, unused, len(sentences.found)


def update(root, prune):
    sentences = collect(root)
    order = sorted(sentences.found, key=lambda msgid: (sentences.found[msgid][1][0],))
    for path in sorted((root / 'i18n').glob('*.po')):
        try:
            entries = po.parse(path.read_text(encoding='utf-8'))
        except ValueError as error:
            sys.exit(f'{path.name}: {error}')
        forms = po.plural_forms(entries)
        known = {}
        for entry in entries[1:]:
            if entry.msgid not in known or '' in known[entry.msgid].strings.values():
                known[entry.msgid] = entry  # of two after a merge by union, the first stays: it is the one of the main line
        out = [entries[0]]
        for msgid in order:
            plural, files = sentences.found[msgid]
            entry = known.pop(msgid, None) or po.Entry(msgid)
            if entry.plural != plural:
                entry.plural, entry.strings = plural, {}
            entry.files = sorted(files)
            for form in range(forms if plural else 1):
                entry.strings.setdefault(form, '')
            if any(text == '' for text in entry.strings.values()):
                print(f'{path.name}: to translate: {msgid}')
            out.append(entry)
        for entry in known.values():
            print(f'{path.name}: {"dropped" if prune else "unused"}: {entry.msgid}')
            entry.files = []
            if not prune:
                out.append(entry)
        path.write_text(po.write(out), encoding='utf-8')


def self_test():
    wording.self_test()
    source = '''
      // text("in a comment is no sentence")
      const char* const kTitle = N_("Sign in");
      void f() {
        page.heading(words.text("My work"));
        words->text(many ? "Open them" : "Open it", {other("Nested is not one")});
        words.plural("{1} case", "{1} cases", n);
        return Error(ErrorCode::denied, "You may not "
                     "open this.", {}, "operators only");
        return {ErrorCode::full, "The disk is full."};
        const Error bad(ErrorCode::busy, "Wait.");
        Error(code, "A code in a variable.");
        const char* const cannot = "The file {1} cannot be read.";
        const char* const word = "not a sentence";
        log_event(Level::error, "no sentence");
      }'''
    proto = 'string a = 1 [(arasha.field) = {label: "Family name", help: "As in "\n "the passport" }]; // label: "no"'
    want = {'Sign in', 'My work', 'Open them', 'Open it', '{1} case', 'You may not open this.', 'The disk is full.', 'Wait.',
            'A code in a variable.', 'The file {1} cannot be read.', 'Family name', 'As in the passport'}
    header = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=0;\\n"\n\n'
    right = 'msgid "The file {1} cannot be read."\nmsgstr "Файл {1} не читается."\n\n'
    many = 'msgid "{1} case"\nmsgid_plural "{1} cases"\nmsgstr[0] "{1} дело"\nmsgstr[1] "{1} дела"\nmsgstr[2] "{1} дел"\n\n'
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ('src/web', 'schema/arasha', 'i18n'):
            (root / name).mkdir(parents=True)
        (root / 'src/web/a.cpp').write_text(source)
        (root / 'schema/arasha/a.proto').write_text(proto)
        found = set(collect(root).found)
        assert found == want, found ^ want

        def problems(text):
            (root / 'i18n/xx.po').write_text(header + text)
            return '\n'.join(check(root)[0])

        assert 'missing: "Sign in"' in problems('')
        assert 'Sign in' not in problems('msgid "Sign in"\nmsgstr "Войти"\n')
        assert 'no translation: "Sign in"' in problems('msgid "Sign in"\nmsgstr ""\n')
        assert 'fuzzy: "Sign in"' in problems('#, fuzzy\nmsgid "Sign in"\nmsgstr "Войти"\n')
        assert 'stands twice: "Sign in"' in problems('msgid "Sign in"\nmsgstr "Войти"\n\n' * 2)
        assert 'places' not in problems(right) and 'places' in problems(right.replace('Файл {1}', 'Файл'))
        assert 'places' in problems(right.replace('Файл {1}', 'Файл {2}'))
        assert '{1} case' not in problems(many)
        assert 'lost in form 0' in problems(many.replace('[0] "{1} дело"', '[0] "дело"'))
        assert 'another sign at the end' in problems(right.replace('читается.', 'читается'))
        assert 'two translations' in problems(right.replace('Файл', 'Бумага', 1).rstrip() + '\n' + right.splitlines()[1] + '\n')
        assert '(form 2)' in problems(many.replace('msgstr[2] "{1} дел"\n', ''))
        assert 'the plural differs' in problems('msgid "{1} case"\nmsgstr "дело"\n')
        assert 'line 6' in problems('msgid "a"\nmsgstr "unclosed\n')
        (root / 'i18n/xx.po').write_text(header + right + 'msgid "Old"\nmsgstr "Старое"\n')
        assert check(root)[1] == ['xx.po: unused: "Old"']

        with contextlib.redirect_stdout(io.StringIO()) as said:
            update(root, prune=True)
        assert 'xx.po: to translate: Sign in' in said.getvalue() and 'xx.po: dropped: Old' in said.getvalue()
        text = (root / 'i18n/xx.po').read_text()
        (root / 'i18n/xx.po').write_text(text + '\n' + right.replace('Файл', 'Лист'))
        assert 'stands twice' in '\n'.join(check(root)[0])
        with contextlib.redirect_stdout(io.StringIO()):
            update(root, prune=True)
        assert (root / 'i18n/xx.po').read_text() == text
        left, idle, _ = check(root)
        assert 'Файл {1} не читается.' in text and not idle, text
        assert left and all('no translation' in problem for problem in left), left
        with contextlib.redirect_stdout(io.StringIO()):
            update(root, prune=True)
        assert (root / 'i18n/xx.po').read_text() == text
    print('translations: self-test passed')


def main():
    options = [word for word in sys.argv[1:] if word.startswith('--')]
    places = [word for word in sys.argv[1:] if not word.startswith('--')]
    root = Path(places[0]) if places else Path(__file__).resolve().parents[2]
    if '--self-test' in options:
        self_test()
        return 0
    if '--update' in options:
        update(root, '--prune' in options)
        return 0
    problems, unused, count = check(root)
    for line in problems + unused:
        print(line)
    print(f'translations: {len(problems)} problems' if problems else f'translations: ok ({count} sentences)')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
