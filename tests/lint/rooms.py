#!/usr/bin/env python3
"""Checks that the rooms under src/ use only what they may (docs/adr/0001), and a few rules of the house.

  rooms.py [ROOT]      checks the tree
  rooms.py --self-test proves, on planted violations, that each rule is found
"""
import re
import sys
import tempfile
from pathlib import Path

import cpp

# Room -> rooms that it may use, beside itself. `base` may be used by all.
USES = {
    'base': set(),
    'paper': set(),
    'crypto': set(),
    'schema': set(),
    'pack': {'schema'},
    'store': set(),
    'vault': {'crypto', 'schema', 'store'},
    'projection': {'vault', 'schema'},
    'web': {'vault', 'schema', 'crypto', 'paper'},  # session tokens; a paper as a page
    'statistics': {'projection', 'vault', 'pack', 'schema', 'web'},
    'casework': {'paper', 'projection', 'statistics', 'vault', 'pack', 'schema', 'web'},  # facts are derived while a case is at hand
    'exchange': {'vault', 'crypto', 'store', 'schema', 'web'},  # what travels between organisations, and how
    'directory': {'statistics', 'projection', 'vault', 'pack', 'schema', 'web', 'exchange'},  # tables as CSV
    'intake': {'casework', 'projection', 'vault', 'pack', 'schema', 'web', 'crypto'},  # becomes a first contact
    'cooperation': {'projection', 'vault', 'pack', 'schema', 'web', 'paper', 'directory', 'exchange', 'statistics'},
    'referral': {'casework', 'directory', 'exchange', 'paper', 'projection', 'vault', 'pack', 'schema', 'web', 'crypto'},
    'handover': {'referral', 'casework', 'directory', 'exchange', 'paper', 'projection', 'vault', 'pack', 'schema', 'web', 'crypto'},
    'comparison': {'projection', 'vault', 'crypto', 'schema', 'exchange', 'web', 'casework'},  # the same person, without telling whom
    'organization': {'paper', 'statistics', 'projection', 'vault', 'pack', 'schema', 'web'},  # tables as CSV
    'app': {'paper', 'crypto', 'schema', 'pack', 'store', 'vault', 'projection', 'web', 'statistics', 'casework', 'organization',
            'exchange', 'directory', 'intake', 'cooperation', 'referral', 'handover', 'comparison'},
}

# Header of a library -> the files under src/ that may include it.
FENCED = [
    (re.compile(r'sodium(\.h|/)'), re.compile(r'src/crypto/')),
    (re.compile(r'sqlite3(ext)?\.h'), re.compile(r'src/store/')),
    (re.compile(r'(cairo|pango/|fontconfig/)'), re.compile(r'src/paper/')),
    (re.compile(r'boost/beast(\.hpp|/)'), re.compile(r'src/web/(server|client\.)')),
    (re.compile(r'zip\.h'), re.compile(r'src/statistics/(locked_zip|unzip)')),
    (re.compile(r'boost/json(\.hpp|/)'), re.compile(r'src/directory/hsds_json')),
]

COROUTINE_WORDS = {'co_await', 'co_return', 'co_yield'}
LINE_LIMIT = 500
# Files that are longer than the limit because they are a list.
LISTS = {'src/crypto/words.h', 'src/crypto/words.cpp'}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def may_use(room, other):
    return other in (room, 'base') or other in USES.get(room, set())


def check_include(path, line, name):
    where = f'{path}:{line}'
    room = path.parts[1] if path.parts[0] == 'src' else None
    if room is None:
        return
    other = name.split('/')[0]
    if '/' in name and other in USES and not may_use(room, other):
        yield f'{where}: room {room} may not use room {other} ("{name}")'
    if name.startswith('..') or '/../' in name:
        yield f'{where}: include from the root of src, not "{name}"'
    for header, allowed in FENCED:
        if header.match(name) and not allowed.match(path.as_posix()):
            yield f'{where}: <{name}> belongs behind {allowed.pattern}'


def check_file(root, path):
    source = (root / path).read_text(encoding='utf-8')
    if path.parts[0] == 'src' and len(path.parts) > 2 and path.parts[1] not in USES:
        yield f'{path}: room {path.parts[1]} is not in the table of tests/lint/rooms.py'
    for number, text in enumerate(source.splitlines(), 1):
        found = INCLUDE.match(text)
        if found:
            yield from check_include(path, number, found.group(2))
    tokens = cpp.tokens(source)
    for at, token in enumerate(tokens):
        if token.kind != 'word':
            continue
        if token.text in COROUTINE_WORDS:
            yield f'{path}:{token.line}: no coroutines ({token.text}); g++ 12 miscompiles them'
        if token.text == 'using' and path.suffix == '.h' and tokens[at + 1:at + 2] and tokens[at + 1].text == 'namespace':
            yield f'{path}:{token.line}: no "using namespace" in a header'
    length = source.count('\n')
    if length > LINE_LIMIT and path.as_posix() not in LISTS:
        yield f'{path}: {length} lines; divide it (limit {LINE_LIMIT})'


def check_links(root, room):
    """The USES of the room's CMakeLists.txt obey the same table."""
    path = Path('src') / room / 'CMakeLists.txt'
    if not (root / path).exists():
        return
    text = re.sub(r'#[^\n]*', '', (root / path).read_text(encoding='utf-8'))
    for call in re.findall(r'arasha_room\(([^)]*)\)', text):
        words = call.split()
        if 'USES' not in words:
            continue
        for other in words[words.index('USES') + 1:]:
            if other.isupper():
                break
            if not may_use(room, other):
                yield f'{path}: room {room} may not use room {other}'


def check(root):
    root = Path(root)
    problems = []
    for path in cpp.source_files(root, ['src', 'tests', 'fuzz', 'bench']):
        problems += check_file(root, path)
    for room in USES:
        problems += check_links(root, room)
    return problems


PLANTED = [  # file, content, a part of the complaint; None: there must be none
    ('src/base/a.h', '#include "vault/vault.h"\n', 'room base may not use room vault'),
    ('src/crypto/a.h', '#include "store/store.h"\n', 'room crypto may not use room store'),
    ('src/vault/a.cpp', '  #  include "web/html.h"\n', 'room vault may not use room web'),
    ('src/pack/a.cpp', '#include "vault/vault.h"\n', 'room pack may not use room vault'),
    ('src/vault/a.cpp', '#include "pack/pack.h"\n', 'room vault may not use room pack'),
    ('src/projection/a.cpp', '#include "statistics/count.h"\n', 'room projection may not use'),
    ('src/web/a.cpp', '#include "casework/pages.h"\n', 'room web may not use room casework'),
    ('src/statistics/a.cpp', '#include "casework/cases.h"\n', 'room statistics may not use room casework'),
    ('src/casework/a.cpp', '#include "../vault/keys.h"\n', 'from the root of src'),
    ('src/shop/a.cpp', '#include "base/id.h"\n', 'not in the table'),
    ('src/vault/a.cpp', '#include <sodium.h>\n', '<sodium.h> belongs behind'),
    ('src/vault/a.cpp', '#include <sodium/crypto_box.h>\n', 'belongs behind'),
    ('src/vault/a.cpp', '#include <sqlite3.h>\n', '<sqlite3.h> belongs behind'),
    ('src/casework/a.cpp', '#include <cairo-pdf.h>\n', 'belongs behind'),
    ('src/paper/a.cpp', '#include "casework/cases.h"\n', 'room paper may not use room casework'),
    ('src/paper/a.cpp', '#include <pango/pangocairo.h>\n', None),
    ('src/web/router.cpp', '#include <boost/beast/http.hpp>\n', 'belongs behind'),
    ('src/exchange/delivery.cpp', '#include <boost/beast/http.hpp>\n', 'belongs behind'),
    ('src/web/client.cpp', '#include <boost/beast/http.hpp>\n', None),
    ('src/web/a.cpp', 'void f() { co_await g(); }\n', 'no coroutines'),
    ('tests/web/a.cpp', 'int f() { co_return 1; }\n', 'no coroutines'),
    ('src/web/a.h', 'using namespace std;\n', 'no "using namespace"'),
    ('src/web/a.cpp', 'int x;\n' * 501, '501 lines'),
    ('src/store/CMakeLists.txt', 'arasha_room(store SOURCES a.cpp USES base vault LINK x)\n', 'room store may not use room vault'),
    ('src/web/server.cpp', '#include <boost/beast/http.hpp>\n', None),
    ('src/crypto/a.cpp', '#include <sodium.h>\n', None),
    ('src/vault/a.cpp', '#include "crypto/keys.h"\n#include "base/id.h"\n#include "vault/vault.h"\n', None),
    ('src/web/a.cpp', '// co_await is refused\nconst char* x = "co_await; using namespace";\n', None),
    ('src/web/a.cpp', 'int x;\n' * 500, None),
    ('src/vault/CMakeLists.txt', 'arasha_room(vault SOURCES a.cpp USES base crypto LINK web)\n', None),
]


def self_test():
    for name, content, complaint in PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True)
            path.write_text(content, encoding='utf-8')
            problems = check(folder)
            if complaint is None:
                assert not problems, (name, problems)
            else:
                assert any(complaint in problem for problem in problems), (name, complaint, problems)
    print(f'rooms: self-test passed ({len(PLANTED)} plants)')


def main():
    if sys.argv[1:] == ['--self-test']:
        self_test()
        return 0
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    problems = check(root)
    for problem in problems:
        print(problem)
    print(f'rooms: {len(problems)} problems' if problems else 'rooms: ok')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
