#!/usr/bin/python3
"""Makes tests/crypto/vectors.txt: the same byte formats written a second time, in Python, from docs/formats/.

  make_vectors.py > vectors.txt      needs python3-nacl

BLAKE2b and SHA-256 are those of hashlib, the shares are computed here; ciphers and curves are those of PyNaCl. Every
line is "name field=hex …"; a name has one meaning, which vectors_test.cpp knows. Inputs are fixed, so that a second
run writes the same file but for the stream, whose start libsodium draws at random.
"""
import hashlib
import struct

from nacl import bindings as na


def framed(label, parts):
    return b''.join(struct.pack('>I', len(part)) + part for part in (label.encode(), *parts))


def keyed(key, label, *parts):
    return hashlib.blake2b(framed(label, parts), key=key, digest_size=32).digest()


def fingerprint(label, *parts):
    return hashlib.sha256(framed(label, parts)).digest()


def some(length, seed):
    return hashlib.shake_256(seed.encode()).digest(length)


def pad(plain, step):
    return plain + b'\x80' + bytes(step - len(plain) % step - 1)


def envelope(key, nonce, ad, plain):
    cipher = na.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, nonce, keyed(key, 'arasha/env/v1/enc', nonce))
    commit = keyed(keyed(key, 'arasha/env/v1/com', nonce), 'arasha/env/v1/commit', ad, cipher)
    return b'\x01' + nonce + commit + cipher


def sealed_box(seed, recipient, label, context, payload):
    public, secret = na.crypto_box_seed_keypair(seed)
    nonce = hashlib.blake2b(public + recipient, digest_size=24).digest()
    return public + na.crypto_box(fingerprint(label, context) + payload, nonce, recipient, secret)


def rotate(value, count):
    return (value << count | value >> (32 - count)) & 0xffffffff


def chacha_rounds(state):
    """The twenty rounds of RFC 8439, without the final addition."""
    x = list(state)
    columns = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)]
    diagonals = [(0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for a, b, c, d in (columns + diagonals) * 10:
        for count, (to, other, turned) in zip((16, 12, 8, 7), ((a, b, d), (c, d, b)) * 2):
            x[to] = (x[to] + x[other]) & 0xffffffff
            x[turned] = rotate(x[turned] ^ x[to], count)
    return x


def poly_key(key, nonce):
    """The one-time key of XChaCha20-Poly1305: r and s (draft-irtf-cfrg-xchacha, RFC 8439 section 2.6)."""
    words = struct.unpack('<4I', b'expand 32-byte k') + struct.unpack('<8I', key)
    sub = chacha_rounds(words + struct.unpack('<4I', nonce[:16]))
    state = words[:4] + tuple(sub[:4] + sub[12:]) + (0, 0) + struct.unpack('<2I', nonce[16:])
    block = struct.pack('<16I', *((a + b) & 0xffffffff for a, b in zip(chacha_rounds(state), state)))
    clamp = 0x0ffffffc0ffffffc0ffffffc0fffffff
    return int.from_bytes(block[:16], 'little') & clamp, int.from_bytes(block[16:32], 'little')


def poly(r, s, blocks):
    total = 0
    for block in blocks:
        total = (total + int.from_bytes(block, 'little') + 2**128) * r % (2**130 - 5)
    return ((total + s) % 2**128).to_bytes(16, 'little')


def salamander(ad, nonce, one, other):
    """A ciphertext of two blocks with a tag that is right under both keys: solve for the second block."""
    p = 2**130 - 5
    keys = [poly_key(key, nonce) for key in (one, other)]
    padded = ad + bytes(-len(ad) % 16)
    lengths = struct.pack('<2Q', len(ad), 32)
    for attempt in range(1000):
        first = some(16, f'block {attempt}')
        known = []
        for r, s in keys:
            total = 0
            for block in [padded[i:i + 16] for i in range(0, len(padded), 16)] + [first]:
                total = (total + int.from_bytes(block, 'little') + 2**128) * r % p
            known.append((total * r * r + (int.from_bytes(lengths, 'little') + 2**128) * r + s) % p)
        slope = (keys[0][0]**2 - keys[1][0]**2) % p
        for carry in range(-4, 5):
            second = (known[1] - known[0] + carry * 2**128) * pow(slope, -1, p) % p - 2**128
            if not 0 <= second < 2**128:
                continue
            blocks = [padded[i:i + 16] for i in range(0, len(padded), 16)] + [first, second.to_bytes(16, 'little')]
            tags = [poly(r, s, blocks + [lengths]) for r, s in keys]
            if tags[0] == tags[1]:
                return blocks[-2] + blocks[-1] + tags[0]
    raise RuntimeError('no ciphertext found')


def times(a, b):
    """Multiplication in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1."""
    out = 0
    while b:
        if b & 1:
            out ^= a
        a = (a << 1) ^ (0x11d if a & 0x80 else 0)
        b >>= 1
    return out


def share(number, coefficients):
    """coefficients[0] is the secret; Horner from the highest."""
    out = bytes(len(coefficients[0]))
    for row in reversed(coefficients):
        out = bytes(times(value, number) ^ other for value, other in zip(out, row))
    return out


def base32(data):
    alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
    bits = ''.join(f'{byte:08b}' for byte in data)
    bits += '0' * (-len(bits) % 5)
    letters = ''.join(alphabet[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))
    return '-'.join(letters[i:i + 4] for i in range(0, len(letters), 4))


def share_text(set_id, threshold, number, piece):
    body = bytes([1]) + set_id + bytes([threshold, number]) + piece
    return base32(body + fingerprint('arasha/share/v1/checksum', body)[:4])


def stream(key, ad, chunks):
    state = na.crypto_secretstream_xchacha20poly1305_state()
    start = na.crypto_secretstream_xchacha20poly1305_init_push(state, keyed(key, 'arasha/stream/v1/enc', ad))
    commit = keyed(keyed(key, 'arasha/stream/v1/com'), 'arasha/stream/v1/commit', ad, start)
    out = [start + commit]
    for i, chunk in enumerate(chunks):
        last = na.crypto_secretstream_xchacha20poly1305_TAG_FINAL if i + 1 == len(chunks) else 0
        out.append(na.crypto_secretstream_xchacha20poly1305_push(state, chunk, None, last))
    return out


# --- ristretto255 (RFC 9496), written down from its section 4.3; a point is (x, y, z, t) of the Edwards curve.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def is_negative(value):
    return value % P & 1


def positive(value):
    return -value % P if is_negative(value) else value % P


def root_of_ratio(u, v):
    """Whether u/v is a square, and the root of it or of u/v times the root of minus one."""
    root = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    check = v * root**2 % P
    if check in (-u % P, -u * ROOT_OF_MINUS_ONE % P):
        root = root * ROOT_OF_MINUS_ONE
    return check in (u % P, -u % P), positive(root)


ROOT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVERSE_ROOT_A_MINUS_D = root_of_ratio(1, -1 - D)[1]


def add_points(one, other):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b, c, d = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2), 2 * D * t1 * t2, 2 * z1 * z2
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    out = (0, 1, 1, 0)
    for bit in f'{scalar:b}':
        out = add_points(out, out)
        if bit == '1':
            out = add_points(out, point)
    return out


def encode_point(point):
    x, y, z, t = point
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inverse = root_of_ratio(1, u1 * u2**2 % P)[1]
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = den1 * den2 * t % P
    if is_negative(t * z_inverse):
        x, y, den2 = y * ROOT_OF_MINUS_ONE % P, x * ROOT_OF_MINUS_ONE % P, den1 * INVERSE_ROOT_A_MINUS_D % P
    if is_negative(x * z_inverse):
        y = -y
    return positive(den2 * (z - y)).to_bytes(32, 'little')


def map_to_point(half):
    t = (int.from_bytes(half, 'little') & (2**255 - 1)) % P
    r = ROOT_OF_MINUS_ONE * t**2 % P
    u, v = (r + 1) * (1 - D**2) % P, (-1 - r * D) * (r + D) % P
    was_square, s = root_of_ratio(u, v)
    c = -1 if was_square else r
    s = s if was_square else -positive(s * t)
    n = c * (r - 1) * (D - 1)**2 - v
    w0, w1, w2, w3 = 2 * s * v, n * ROOT_AD_MINUS_ONE, 1 - s**2, 1 + s**2
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def hash_to_point(label, text):
    """RFC 9380, expand_message_xmd with SHA-512 for 64 bytes, then the two halves mapped and added."""
    ending = label + bytes([len(label)])
    first = hashlib.sha512(bytes(128) + text + bytes([0, 64, 0]) + ending).digest()
    wide = hashlib.sha512(first + b'\x01' + ending).digest()
    return add_points(map_to_point(wide[:32]), map_to_point(wide[32:]))


def blinding_scalar(seed):
    return int.from_bytes(keyed(seed, 'arasha/blinding/v1/low') + keyed(seed, 'arasha/blinding/v1/high'), 'little') % ORDER


def line(name, **fields):
    print(name, *(f'{key}={value.hex() if isinstance(value, bytes) else value}' for key, value in fields.items()))


def main():
    print('# Made by make_vectors.py; do not edit.')
    key = bytes(range(32))
    label = 'arasha/test/v1'
    for parts in ([], [b''], [b'one'], [b'one', b''], [b'on', b'e'], [some(300, 'long')]):
        fields = {f'part{i}': part for i, part in enumerate(parts)}
        line('derive', key=key, label=label.encode(), out=keyed(key, label, *parts),
             fingerprint=fingerprint(label, *parts), **fields)

    ad, nonce = b'org 1, file 2, entry 3', some(24, 'nonce')
    for size in (0, 1, 63, 64, 1000):
        plain = some(size, 'plain')
        line('envelope', key=key, ad=ad, plain=plain, step=b'\0', sealed=envelope(key, nonce, ad, plain))
        line('envelope', key=key, ad=ad, plain=plain, step=b'\x40', sealed=envelope(key, nonce, ad, pad(plain, 64)))
    line('wrapped', key=key, ad=ad, inner=some(32, 'inner'), sealed=envelope(key, nonce, ad, some(32, 'inner')))

    other = some(32, 'other key')
    encrypting = [keyed(each, 'arasha/env/v1/enc', nonce) for each in (key, other)]
    cipher = salamander(ad, nonce, *encrypting)
    commits = [keyed(keyed(each, 'arasha/env/v1/com', nonce), 'arasha/env/v1/commit', ad, cipher) for each in (key, other)]
    line('salamander', key=key, other=other, ad=ad, nonce=nonce, cipher=cipher, enc=encrypting[0], enc_other=encrypting[1],
         sealed=b'\x01' + nonce + commits[0] + cipher, sealed_other=b'\x01' + nonce + commits[1] + cipher)

    seed = some(32, 'seed')
    public, secret = na.crypto_sign_seed_keypair(seed)
    for size in (0, 1, 200):
        message = some(size, 'message')
        signed = na.crypto_sign(struct.pack('>I', len(label)) + label.encode() + message, secret)
        line('signature', seed=seed, public=public, label=label.encode(), message=message, signature=signed[:64])

    box_public, _ = na.crypto_box_seed_keypair(seed)
    for size in (0, 32, 100):
        payload = some(size, 'payload')
        line('box', seed=seed, public=box_public, label=label.encode(), context=ad, payload=payload,
             sealed=sealed_box(some(32, 'ephemeral'), box_public, label, ad, payload))

    whole = key + keyed(key, 'arasha/share/v1/digest')[:16]
    for k, numbers in ((1, [1]), (2, [1, 2]), (3, [2, 5, 16])):
        coefficients = [whole] + [some(48, f'coefficient {i}') for i in range(1, k)]
        texts = {f'share{i}': share_text(b'some set', k, n, share(n, coefficients)) for i, n in enumerate(numbers)}
        line('shares', secret=key, **texts)

    chunks = [some(65536, 'first')[:1000], b'', some(17, 'last')]
    header, *sealed = stream(key, ad, chunks)
    line('stream', key=key, ad=ad, header=header, **{f'chunk{i}': chunk for i, chunk in enumerate(chunks)},
         **{f'sealed{i}': chunk for i, chunk in enumerate(sealed)})

    for text in (b'', b'test', some(64, 'token'), some(1000, 'long text')):
        point = hash_to_point(label.encode(), text)
        mine, theirs = blinding_scalar(seed), blinding_scalar(other)
        line('blinding', seed=seed, other=other, label=label.encode(), text=text, blinded=encode_point(multiply(mine, point)),
             twice=encode_point(multiply(mine * theirs % ORDER, point)))

    # The least cost that the pool accepts: 19 MiB, 2 passes.
    password, salt = 'пароль из пяти слов'.encode(), some(16, 'salt')
    line('password', password=password, salt=salt,
         out=na.crypto_pwhash_alg(32, password, salt, 2, 19 << 20, na.crypto_pwhash_ALG_ARGON2ID13))


if __name__ == '__main__':
    main()
