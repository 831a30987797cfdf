#!/usr/bin/python3
"""Makes tests/exchange/vectors.txt: docs/formats/exchange.md written a second time, in Python.

  make_vectors.py > vectors.txt      needs python3-nacl
"""
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'crypto'))
from make_vectors import envelope, fingerprint, some  # noqa: E402
from nacl import bindings as na  # noqa: E402


def sized(data):
    return struct.pack('>I', len(data)) + data


def signed(seed, label, data):
    _, secret = na.crypto_sign_seed_keypair(seed)
    return na.crypto_sign(sized(label.encode()) + data, secret)[:64]


seed = some(32, 'exchange')
public, _ = na.crypto_sign_seed_keypair(seed)
box, _ = na.crypto_box_seed_keypair(seed)

message = (b'\x01' + b'\x01' * 16 + b'\x02' * 16 + b'\x03' * 16 + b'\x04' * 16 + struct.pack('>QQH', 1_780_000_000_000, 0, 22)
           + sized('Saule'.encode()) + sized(b'content'))
message += signed(seed, 'arasha/message/v1', message)

head = b'\x01' + box
key = some(32, 'envelope')
sealed_key = na.crypto_box_seal(fingerprint('arasha/envelope-key/v1', head) + key, box)
padded = sized(message)
padded += bytes(4096 - len(padded))
body = envelope(key, some(24, 'nonce'), sized(b'arasha/envelope/v1') + head + sealed_key, padded)

for name, value in (('seed', seed), ('signing', public), ('box', box), ('signed', message), ('envelope', head + sealed_key + body)):
    print(name, value.hex())
