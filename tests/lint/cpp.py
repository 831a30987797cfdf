"""A small reader of C++: tokens with their lines, comments dropped. Enough for checks, not a compiler."""
import re
from pathlib import Path
from typing import NamedTuple

_TOKEN = re.compile(r'''
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<fence>[^()\s\\"]{0,16})\((?P<body>.*?)\)(?P=fence)")
  | (?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
  | (?P<char>(?:u8|[uUL])?'(?:\\.|[^'\\\n])*')
  | (?P<number>\.?\d(?:'?[\w.])*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark>::|->|.)
''', re.VERBOSE | re.DOTALL)

_ESCAPES = {'n': '\n', 't': '\t', 'r': '\r', '0': '\0', '"': '"', "'": "'", '\\': '\\'}


class Token(NamedTuple):
    kind: str  # string, char, number, word, mark
    text: str  # of a string: what it says, escapes resolved
    line: int


def _unescape(body):
    return re.sub(r'\\(.)', lambda found: _ESCAPES.get(found.group(1), found.group(0)), body, flags=re.DOTALL)


def tokens(source):
    out = []
    line = 1
    for found in _TOKEN.finditer(source):
        kind = found.lastgroup if found.lastgroup not in ('fence', 'body') else 'raw'
        text = found.group(0)
        if kind == 'raw' or found.group('raw'):
            out.append(Token('string', found.group('body'), line))
        elif kind == 'string':
            out.append(Token('string', _unescape(text[text.index('"') + 1:-1]), line))
        elif kind not in ('space', 'comment'):
            out.append(Token(kind, text, line))
        line += text.count('\n')
    return out


def source_files(root, folders):
    """The C++ files under these folders, as paths relative to the root, in order."""
    root = Path(root)
    found = []
    for folder in folders:
        for path in sorted((root / folder).rglob('*')):
            if path.suffix in ('.h', '.cpp') and path.is_file():
                found.append(path.relative_to(root))
    return found
