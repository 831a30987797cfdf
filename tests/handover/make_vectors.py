#!/usr/bin/python3
"""Makes tests/handover/vectors.txt: docs/formats/handover.md written a second time, in Python.

  make_vectors.py > vectors.txt              needs nothing but Python
  make_vectors.py --seeds ../../fuzz/corpus/handover_bundle
"""
import hashlib
import struct
import sys
from pathlib import Path


def sized(data):
    return struct.pack('>I', len(data)) + data


def record(kind, body):
    return bytes([kind]) + sized(body)


def varint(number):
    out = b''
    while True:
        out += bytes([number & 0x7f | (0x80 if number > 0x7f else 0)])
        number >>= 7
        if number == 0:
            return out


def text(field, value):  # of a protobuf message
    data = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(data)) + data


def number(field, value):
    return varint(field << 3) + varint(value)


def base32(data):
    alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
    bits = ''.join(f'{byte:08b}' for byte in data)
    bits += '0' * (-len(bits) % 5)
    return ''.join(alphabet[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def derived(label, sender, receiver, what):
    framed = b''.join(sized(part) for part in (label.encode(), sender, receiver, what))
    return hashlib.sha256(framed).digest()[:16]


def entry(place, kind, ident, amends, time, author, organisation, document, content):
    return record(3, bytes([place]) + struct.pack('>H', kind) + ident + amends + struct.pack('>Q', time) + sized(author.encode())
                  + sized(organisation.encode()) + struct.pack('>Q', document) + sized(content))


def closed(data):
    return data + record(5, hashlib.blake2b(data, digest_size=32).digest())


sender, receiver = b'\x01' * 16, b'\x02' * 16
case, person = b'\x03' * 16, b'\x04' * 16
first, contact, corrected, paper = (bytes([n]) * 16 for n in (5, 6, 7, 8))
nil = b'\x00' * 16
note = 'Паспорт отдали.\n'.encode()

inventory = text(1, base32(case)) + text(2, 'Бура Тал')
for kind, count in ((10, 1), (21, 1), (82, 1)):
    inventory += text(3, number(1, kind) + number(2, count))
inventory += number(7, 1) + number(8, len(note)) + text(10, '2026-05-01') + text(11, '2026-06-02')

identity = text(2, 'Алия') + text(7, 'female')
call = text(1, '2026-05-01') + text(2, 'hotline') + text(6, 'no')
call_corrected = text(1, '2026-05-01') + text(2, 'hotline') + text(6, 'yes')
document = text(1, 'letter') + text(2, 'Письмо') + text(5, 'letter.txt') + text(6, 'text') + text(7, str(len(note)))

begin = b'arasha/handover\x01' + record(1, sender + case + person + struct.pack('>Q', 1_780_000_000_000) + sized(inventory))
bundle = closed(begin
                + entry(0, 10, first, nil, 1_777_600_000_000, 'Saule', '', 0, identity)
                + entry(1, 21, contact, nil, 1_777_600_000_000, 'Saule', '', 0, call)
                + entry(1, 21, corrected, contact, 1_777_700_000_000, 'Marat', 'Дом на реке', 0, call_corrected)
                + entry(1, 82, paper, nil, 1_780_000_000_000, 'Saule', '', len(note), document) + record(4, note))

if len(sys.argv) == 3:
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    end = 5 + 32
    (folder / 'whole').write_bytes(bundle)
    # Seeds that begin with '%' get their end from the fuzzer.
    (folder / 'without-end').write_bytes(b'%' + bundle[:-end])
    (folder / 'nothing-in-it').write_bytes(b'%' + begin)
    (folder / 'form').write_bytes(b'%' + begin + record(2, text(1, 'work-skills') + number(2, 3) + text(3, text(1, 'Work'))))
    (folder / 'newer').write_bytes(b'arasha/handover\x02' + bundle[16:])
else:
    print('bundle', bundle.hex())
    print('file', derived('arasha/handover-file/v1', sender, receiver, case).hex())
    print('entry', derived('arasha/handover-entry/v1', sender, receiver, contact).hex())
