#!/usr/bin/env python3
"""Age files with one thing about each, made without our code: as the vectors of c2sp.org/CCTV/age are, by the same names, with
PyNaCl and the standard library. Writes age_vectors.txt: name, what is expected, key or passphrase, SHA-256 of the content, file.

  make_age_vectors.py > age_vectors.txt
"""
import base64
import hashlib
import hmac

from nacl.bindings import crypto_aead_chacha20poly1305_ietf_encrypt as aead
from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base

FILE_KEY = b'YELLOW SUBMARINE'
PASSPHRASE = 'password'
V1 = b'age-encryption.org/v1\n'
counter = 0


def chance(size):
    global counter
    counter += 1
    return hashlib.shake_256(b'age vectors %d' % counter).digest(size)


def b64(data):
    return base64.b64encode(data).rstrip(b'=')


def hkdf(secret, salt, info):
    prk = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(prk, info + b'\x01', hashlib.sha256).digest()


def seal(key, nonce, plain):
    return aead(plain, b'', nonce, key)


CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'


def bech32(human, data):
    bits = ''.join(f'{byte:08b}' for byte in data)
    bits += '0' * (-len(bits) % 5)
    values = [int(bits[i:i + 5], 2) for i in range(0, len(bits), 5)]

    def polymod(all_values):
        generator, check = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3], 1
        for value in all_values:
            top = check >> 25
            check = (check & 0x1ffffff) << 5 ^ value
            for i in range(5):
                check ^= generator[i] if top >> i & 1 else 0
        return check
    head = [ord(c) >> 5 for c in human] + [0] + [ord(c) & 31 for c in human]
    check = polymod(head + values + [0] * 6) ^ 1
    return human + '1' + ''.join(CHARSET[v] for v in values + [check >> 5 * (5 - i) & 31 for i in range(6)])


SECRET = chance(32)
IDENTITY = bech32('age-secret-key-', SECRET).upper()
RECIPIENT = crypto_scalarmult_base(SECRET)


def x25519_parts(recipient=RECIPIENT, file_key=FILE_KEY, share=None):
    ephemeral = chance(32)
    share = crypto_scalarmult_base(ephemeral) if share is None else share
    shared = crypto_scalarmult(ephemeral, recipient)
    key = hkdf(shared, share + recipient, b'age-encryption.org/v1/X25519')
    return share, seal(key, bytes(12), file_key)


def x25519(**more):
    share, body = x25519_parts(**more)
    return b'-> X25519 ' + b64(share) + b'\n' + b64(body) + b'\n'


def scrypt_body(salt, work, file_key=FILE_KEY, passphrase=PASSPHRASE):
    key = hashlib.scrypt(passphrase.encode(), salt=b'age-encryption.org/v1/scrypt' + salt, n=2**work, r=8, p=1, maxmem=2**26, dklen=32)
    return seal(key, bytes(12), file_key)


def scrypt(work_text=b'10', work=10, name=b'scrypt', salt_size=16, **more):
    salt = chance(salt_size)
    return b'-> ' + name + b' ' + b64(salt) + b' ' + work_text + b'\n' + b64(scrypt_body(salt, work, **more)) + b'\n'


def mac(covered, file_key=FILE_KEY):
    return hmac.new(hkdf(file_key, b'', b'header'), covered, hashlib.sha256).digest()


def head(*stanzas, version=V1, file_key=FILE_KEY):
    covered = version + b''.join(stanzas) + b'---'
    return covered + b' ' + b64(mac(covered, file_key)) + b'\n'


def chunk(key, number, last, plain):
    return seal(key, number.to_bytes(11, 'big') + bytes([last]), plain)


def payload(*chunks, nonce=None):
    """chunks: (number, last, plain)"""
    nonce = chance(16) if nonce is None else nonce
    key = hkdf(FILE_KEY, nonce, b'payload')
    return nonce + b''.join(chunk(key, *one) for one in chunks)


AGE = b'age'
FULL = bytes(65536)
PLAIN = payload((0, 1, AGE))
vectors = []


def vector(name, expect, file, secret=IDENTITY, content=None):
    digest = hashlib.sha256(content).hexdigest() if content is not None else '-'
    vectors.append((name, expect, secret, digest, file))


def good(name, file, content=AGE, secret=IDENTITY):
    vector(name, 'success', file, secret, content)


def swap_last(text):
    """The same bytes with bits that mean nothing set in the last letter."""
    alphabet = b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    return text[:-1] + bytes([alphabet[alphabet.index(text[-1:]) + 1]])


good('x25519', head(x25519()) + PLAIN)
good('x25519_grease', head(b'-> grease-1 a b\n' + b64(chance(7)) + b'\n', x25519()) + PLAIN)
good('x25519_multiple_recipients', head(x25519(recipient=crypto_scalarmult_base(chance(32))), x25519()) + PLAIN)
vector('x25519_no_match', 'no match', head(x25519(recipient=crypto_scalarmult_base(chance(32)))) + PLAIN)
vector('x25519_lowercase', 'no match', head(x25519().replace(b'X25519', b'x25519')) + PLAIN)
share, body = x25519_parts()
vector('x25519_bad_tag', 'no match', head(b'-> X25519 ' + b64(share) + b'\n' + b64(body[:-1] + bytes([body[-1] ^ 1])) + b'\n') + PLAIN)
vector('x25519_extra_argument', 'failure', head(b'-> X25519 ' + b64(share) + b' 1234\n' + b64(body) + b'\n') + PLAIN)
vector('x25519_no_argument', 'failure', head(b'-> X25519\n' + b64(body) + b'\n') + PLAIN)
vector('x25519_not_canonical_share', 'failure', head(b'-> X25519 ' + swap_last(b64(share)) + b'\n' + b64(body) + b'\n') + PLAIN)
vector('x25519_not_canonical_body', 'failure', head(b'-> X25519 ' + b64(share) + b'\n' + swap_last(b64(body)) + b'\n') + PLAIN)
vector('x25519_short_share', 'failure', head(b'-> X25519 ' + b64(share[:31]) + b'\n' + b64(body) + b'\n') + PLAIN)
vector('x25519_long_share', 'failure', head(b'-> X25519 ' + b64(share + b'\0') + b'\n' + b64(body) + b'\n') + PLAIN)
vector('x25519_long_file_key', 'failure', head(x25519(file_key=FILE_KEY + b'12345678'), file_key=FILE_KEY + b'12345678') + PLAIN)
key = hkdf(bytes(32), bytes(32) + RECIPIENT, b'age-encryption.org/v1/X25519')
vector('x25519_identity', 'failure', head(b'-> X25519 ' + b64(bytes(32)) + b'\n' + b64(seal(key, bytes(12), FILE_KEY)) + b'\n') + PLAIN)
low = bytes.fromhex('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157')
key = hkdf(bytes(32), low + RECIPIENT, b'age-encryption.org/v1/X25519')
vector('x25519_low_order', 'failure', head(b'-> X25519 ' + b64(low) + b'\n' + b64(seal(key, bytes(12), FILE_KEY)) + b'\n') + PLAIN)

good('scrypt', head(scrypt()) + PLAIN, secret=PASSPHRASE)
vector('scrypt_no_match', 'no match', head(scrypt(passphrase='another')) + PLAIN, PASSPHRASE)
vector('scrypt_uppercase', 'no match', head(scrypt(name=b'Scrypt')) + PLAIN, PASSPHRASE)
vector('scrypt_and_x25519', 'failure', head(x25519(), scrypt()) + PLAIN)
vector('scrypt_and_x25519_by_passphrase', 'failure', head(scrypt(), x25519()) + PLAIN, PASSPHRASE)
vector('scrypt_double', 'failure', head(scrypt(), scrypt()) + PLAIN, PASSPHRASE)
vector('scrypt_extra_argument', 'failure', head(scrypt(work_text=b'10 11')) + PLAIN, PASSPHRASE)
vector('scrypt_salt_missing', 'failure', head(b'-> scrypt 10\n' + b64(body) + b'\n') + PLAIN, PASSPHRASE)
vector('scrypt_salt_short', 'failure', head(scrypt(salt_size=15)) + PLAIN, PASSPHRASE)
vector('scrypt_salt_long', 'failure', head(scrypt(salt_size=17)) + PLAIN, PASSPHRASE)
vector('scrypt_long_file_key', 'failure', head(scrypt(file_key=FILE_KEY + b'12345678'), file_key=FILE_KEY + b'12345678') + PLAIN, PASSPHRASE)
for name, text in (('hex', b'0xa'), ('leading_plus', b'+10'), ('leading_zero', b'010'), ('negative', b'-1'), ('zero', b'0'), ('trailing', b'10a'),
                   ('overflow', b'18446744073709551626'), ('empty', b''), ('letters', b'aaaa')):
    vector(f'scrypt_work_factor_{name}', 'failure', head(scrypt(work_text=text)) + PLAIN, PASSPHRASE)
vector('scrypt_work_factor_23', 'failure', head(scrypt(work_text=b'23')) + PLAIN, PASSPHRASE)
vector('scrypt_work_factor_wrong', 'no match', head(scrypt(work_text=b'11')) + PLAIN, PASSPHRASE)
salt = chance(16)
line = b'-> scrypt ' + b64(salt) + b' 10\n'
vector('scrypt_not_canonical_salt', 'failure', head(b'-> scrypt ' + swap_last(b64(salt)) + b' 10\n' + b64(scrypt_body(salt, 10)) + b'\n') + PLAIN, PASSPHRASE)
vector('scrypt_not_canonical_body', 'failure', head(line + swap_last(b64(scrypt_body(salt, 10))) + b'\n') + PLAIN, PASSPHRASE)
broken = scrypt_body(salt, 10)
vector('scrypt_bad_tag', 'no match', head(line + b64(broken[:-1] + bytes([broken[-1] ^ 1])) + b'\n') + PLAIN, PASSPHRASE)

ours = x25519()
whole = head(ours)
covered = V1 + ours + b'---'
right = b64(mac(covered))
vector('hmac_bad', 'failure', covered + b' ' + b64(chance(32)) + b'\n' + PLAIN)
vector('hmac_extra_space', 'failure', covered + b'  ' + right + b'\n' + PLAIN)
vector('hmac_garbage', 'failure', covered + b' ' + right + b'AAA\n' + PLAIN)
vector('hmac_missing', 'failure', covered + b'\n' + PLAIN)
vector('hmac_no_space', 'failure', covered + right + b'\n' + PLAIN)
vector('hmac_not_canonical', 'failure', covered + b' ' + swap_last(right) + b'\n' + PLAIN)
vector('hmac_trailing_space', 'failure', covered + b' ' + right + b' \n' + PLAIN)
vector('hmac_truncated', 'failure', covered + b' ' + right[:-1] + b'\n' + PLAIN)
vector('hmac_padded', 'failure', covered + b' ' + right + b'=\n' + PLAIN)
vector('header_crlf', 'failure', whole.replace(b'\n', b'\r\n') + PLAIN)
vector('header_no_stanza', 'failure', head() + PLAIN)
vector('version_unsupported', 'failure', head(ours, version=b'age-encryption.org/v1234\n') + PLAIN)
vector('empty', 'failure', b'')

long_body = chance(48)
good('stanza_empty_body', head(b'-> empty\n\n', ours) + PLAIN)
good('stanza_full_line_and_empty_one', head(b'-> full a\n' + b64(long_body) + b'\n\n', ours) + PLAIN)
good('stanza_valid_characters', head(b'-> !"#$%&\'()*+,-./0123456789:;<=>?@A [\\]^_`abc {|}~\n\n', ours) + PLAIN)
vector('stanza_missing_final_line', 'failure', head(b'-> full a\n' + b64(long_body) + b'\n', ours) + PLAIN)
vector('stanza_bad_start', 'failure', head(b'->empty\n\n', ours) + PLAIN)
vector('stanza_base64_padding', 'failure', head(b'-> pad\n' + base64.b64encode(chance(32)) + b'\n', ours) + PLAIN)
vector('stanza_empty_argument', 'failure', head(b'-> empty  a\n\n', ours) + PLAIN)
vector('stanza_trailing_space', 'failure', head(b'-> empty \n\n', ours) + PLAIN)
vector('stanza_invalid_character', 'failure', head('-> ä\n\n'.encode(), ours) + PLAIN)
vector('stanza_long_line', 'failure', head(b'-> long\n' + b64(chance(60)) + b'\n', ours) + PLAIN)
vector('stanza_missing_body', 'failure', head(b'-> none\n', ours) + PLAIN)
vector('stanza_multiple_short_lines', 'failure', head(b'-> short\nAAAA\nAAAA\n', ours) + PLAIN)
vector('stanza_no_arguments', 'failure', head(b'-> \n\n', ours) + PLAIN)
vector('stanza_not_canonical', 'failure', head(b'-> odd\n' + swap_last(b64(chance(4))) + b'\n', ours) + PLAIN)
vector('stanza_spurious_cr', 'failure', head(b'-> cr a\r\n\n', ours) + PLAIN)
vector('stanza_nul', 'failure', head(b'-> nul a\0\n\n', ours) + PLAIN)

good('stream_empty_payload', whole + payload((0, 1, b'')), b'')
# Of those with a whole chunk before the last only what cannot be made by cutting a file of ours: they are long.
vector('stream_last_chunk_empty', 'failure', whole + payload((0, 0, FULL), (1, 1, b'')))
vector('stream_two_final_chunks', 'failure', whole + payload((0, 1, FULL), (1, 1, AGE)))
vector('stream_no_final', 'failure', whole + payload((0, 0, AGE)))
vector('stream_wrong_number', 'failure', whole + payload((1, 1, AGE)))
vector('stream_trailing_garbage_short', 'failure', whole + PLAIN + b'more')
vector('stream_bad_tag', 'failure', whole + PLAIN[:-1] + bytes([PLAIN[-1] ^ 1]))
vector('stream_missing_tag', 'failure', whole + PLAIN[:-16])
vector('stream_no_chunks', 'failure', whole + chance(16))
vector('stream_no_nonce', 'failure', whole)
vector('stream_short_nonce', 'failure', whole + chance(7))
vector('stream_short_chunk', 'failure', whole + payload((0, 0, AGE), (1, 1, AGE)))

print('# Made by make_age_vectors.py. name expected secret sha256-of-content file-in-base64')
for name, expect, secret, digest, file in vectors:
    print(name, expect.replace(' ', '_'), secret, digest, base64.b64encode(file).decode() or '-')
