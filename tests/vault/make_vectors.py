#!/usr/bin/python3
"""Makes tests/vault/vectors.txt: an entry, a card, a grant, ledger leaves, a checkpoint, a block of the key chain and a blob,
written a second time from docs/formats/.

  make_vectors.py > vectors.txt      needs python3-nacl

Every line is "name field=hex …"; vectors_test.cpp knows what a name means. Inputs are fixed: a second run writes the
same file.
"""
import pathlib
import struct
import sys

from nacl import bindings as na

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'crypto'))
from make_vectors import envelope, fingerprint, framed, keyed, pad, sealed_box, some  # noqa: E402

TIME = 1_790_000_000_000


def u8(value):
    return struct.pack('>B', value)


def u16(value):
    return struct.pack('>H', value)


def u32(value):
    return struct.pack('>I', value)


def u64(value):
    return struct.pack('>Q', value)


def sized(value):
    value = value.encode() if isinstance(value, str) else value
    return u32(len(value)) + value


def sign(seed, label, message):
    """Ed25519 over the labelled bytes; the seed is the member's, its signing key is derived."""
    public, secret = na.crypto_sign_seed_keypair(keyed(seed, 'arasha/seed/sign/v1'))
    return public, na.crypto_sign(sized(label) + message, secret)[:64]


def line(name, **fields):
    print(name, *(f'{key}={value.hex()}' for key, value in fields.items()))


def entry(organization, file, author, ledger, compartment_key):
    entry_key = some(32, 'entry key')
    identity = some(16, 'entry id')
    amends = bytes(16)
    content = b'Aliya came at night.'
    seq, previous, compartment, kind, position = 0, bytes(32), 3, 7, 5
    place = (sized('arasha/entry/v1') + organization + file + u8(compartment) + identity + u16(kind) + amends + author)
    wrapping = keyed(compartment_key, 'arasha/entry-keys/v1')
    key = envelope(wrapping, some(24, 'nonce of the key'), place, entry_key)
    body = envelope(entry_key, some(24, 'nonce of the body'), place, pad(content, 64))
    header = (u8(1) + organization + file + u32(seq) + previous + identity + u8(compartment) + u16(kind) + amends + author +
              u64(position) + u64(TIME) + keyed(compartment_key, 'arasha/compartment-tag/v1') + body[25:57])
    public, signature = sign(some(32, 'author seed'), 'arasha/entry/v1', header)
    row = envelope(ledger, some(24, 'nonce of the header'), sized('arasha/header-row/v1') + organization + file + u32(seq),
                   sized(header) + signature)
    head = fingerprint('arasha/entry/v1', header)
    line('entry', organization=organization, file=file, author=author, author_key=public, ledger_key=ledger,
         compartment_key=compartment_key, id=identity, header=header, signature=signature, row=row, key=key, body=body,
         content=content, head=head)
    return head


def card(organization, file, compartment_key):
    content = b'card of the file'
    seq, compartment = 1, 3
    place = sized('arasha/card/v1') + organization + file + u8(compartment) + u32(seq)
    blob = envelope(keyed(compartment_key, 'arasha/cards/v1'), some(24, 'nonce of the card'), place, pad(content, 64))
    line('card', organization=organization, file=file, compartment_key=compartment_key, blob=blob, content=content)


def grants(organization, file, compartment_key):
    seed, recipient, compartment, generation = some(32, 'circle seed'), some(16, 'circle'), 3, 2
    place = sized('arasha/grant/v1') + organization + file + u8(compartment) + recipient + u32(generation)
    symmetric = keyed(seed, 'arasha/seed/symmetric/v1')
    wrapped = b'\x01' + envelope(symmetric, some(24, 'nonce of the grant'), place, compartment_key)
    box, _ = na.crypto_box_seed_keypair(keyed(seed, 'arasha/seed/box/v1'))
    boxed = b'\x02' + sealed_box(some(32, 'one use'), box, 'arasha/grant/v1', place, compartment_key)
    line('grant', organization=organization, file=file, recipient=recipient, seed=seed, compartment_key=compartment_key,
         wrapped=wrapped, boxed=boxed)


def leaf_hash(seq, kind, previous, body):
    return fingerprint('arasha/leaf/v1', u64(seq) + u8(kind), previous, body)


def ledger_and_checkpoint(organization, file, head, block):
    first = leaf_hash(0, 2, bytes(32), block)
    moves = u32(1) + file + u32(1) + head
    second = leaf_hash(1, 1, first, moves)
    line('leaf', seq=u64(0), kind=u8(2), previous=bytes(32), body=block, hash=first)
    line('leaf', seq=u64(1), kind=u8(1), previous=first, body=moves, hash=second, file=file, head=head)
    public, secret = na.crypto_sign_seed_keypair(some(32, 'server signing seed'))
    body = organization + u64(2) + second
    signature = na.crypto_sign(sized('arasha/checkpoint/v1') + body, secret)[:64]
    line('checkpoint', organization=organization, server=public, bytes=sized(body) + signature, head=second)


def key_chain(organization, author):
    seed = some(32, 'author seed')
    signing, secret = na.crypto_sign_seed_keypair(keyed(seed, 'arasha/seed/sign/v1'))
    box, _ = na.crypto_box_seed_keypair(keyed(seed, 'arasha/seed/box/v1'))
    circle = some(16, 'stewards')
    genesis = (organization + sized('Centre') + some(32, 'server key') + some(32, 'recovery key') + u8(1) + u8(1) +
               some(32, 'fingerprint of a share') + author + sized('Saule') + signing + box +
               u8(1) + circle + u8(1) + sized('') + some(32, 'circle box') +
               u8(1) + u8(3) + u8(1) + circle)
    block = u8(1) + u64(0) + bytes(32) + author + u64(TIME) + u8(0) + genesis
    signature = na.crypto_sign(sized('arasha/block/v1') + block, secret)[:64]
    head = fingerprint('arasha/block/v1', block)
    renamed = u8(1) + u64(1) + head + author + u64(TIME) + u8(9) + sized('Centre of the south')
    second = na.crypto_sign(sized('arasha/block/v1') + renamed, secret)[:64]
    line('chain', organization=organization, steward=author, genesis=block, genesis_signature=signature, block=renamed,
         block_signature=second, head=fingerprint('arasha/block/v1', renamed))
    return head


def notice(organization, file, author, ledger):
    seed, circle, generation, position = some(32, 'author seed'), some(16, 'circle'), 2, 5
    identity, key = some(16, 'notice id'), some(32, 'notice key')
    box, _ = na.crypto_box_seed_keypair(keyed(some(32, 'circle seed'), 'arasha/seed/box/v1'))
    boxed = sealed_box(some(32, 'one use of the notice'), box, 'arasha/notice-key/v1', organization + identity + circle + u32(generation), key)
    content = sized('life') + sized('She does not wake up') + sized('')
    sealed = envelope(key, some(24, 'nonce of the notice'), sized('arasha/notice-content/v1') + organization + identity, pad(content, 64))
    head = (u8(1) + identity + u8(2) + file + author + u64(position) + u64(TIME) + u64(TIME + 7_200_000) + bytes(16) + sealed[25:57] +
            u8(1) + circle + u32(generation) + sized(boxed))
    public, signature = sign(seed, 'arasha/notice/v1', head)
    row = envelope(ledger, some(24, 'nonce of the notice head'), sized('arasha/notice-row/v1') + organization, sized(head) + signature)
    line('notice', organization=organization, file=file, member=author, member_key=public, ledger_key=ledger, id=identity, circle=circle,
         key=key, head=head, signature=signature, body=sized(row) + sealed)


def standing(organization):
    circle, emergency, generation, emergency_generation = some(16, 'circle'), some(16, 'emergency'), 2, 1
    seed, emergency_seed = some(32, 'circle seed'), some(32, 'emergency seed')
    box, _ = na.crypto_box_seed_keypair(keyed(emergency_seed, 'arasha/seed/box/v1'))
    context = organization + circle + u32(generation) + emergency + u32(emergency_generation)
    row = u32(generation) + u32(emergency_generation) + sealed_box(some(32, 'one use of the standing key'), box, 'arasha/standing-key/v1', context, seed)
    line('standing', organization=organization, circle=circle, emergency=emergency, seed=seed, emergency_seed=emergency_seed, row=row)


def emergency_blocks(author):
    circle = some(16, 'emergency')
    made = u8(1) + u64(2) + some(32, 'hash before') + author + u64(TIME) + u8(12) + circle + u8(9) + some(32, 'emergency box')
    given = u8(1) + u64(3) + some(32, 'hash before') + author + u64(TIME) + u8(13) + some(16, 'circle') + u8(1)
    line('emergency', circle=circle, standing=some(16, 'circle'), box=some(32, 'emergency box'), made=made, given=given)


def blob():
    identity, file = bytes(range(1, 17)), bytes(range(17, 33))
    chunks = (b'\x00', b'\xff')
    hashes = [fingerprint('arasha/blob-chunk/v1', identity, u32(i), body) for i, body in enumerate(chunks)]
    content = fingerprint('arasha/blob-content/v1', identity, b''.join(hashes))
    line('blob', blob=identity, file=file, seq=u32(3), chunks=u32(2), first=chunks[0], second=chunks[1], first_hash=hashes[0],
         second_hash=hashes[1], content=content, leaf=identity + file + u32(3) + u32(2) + content)


def once(organization):
    """What is read once: its state, its body and the leaf of its first change."""
    pepper, identity, salt = some(32, 'pepper'), some(16, 'once id'), some(16, 'once salt')
    words, content = b'bada jabi komu lova situ vaso', b'Aliya may come on Tuesday.'
    key = keyed(pepper, 'arasha/once/v1')
    typed = keyed(key, 'arasha/once-words/v1', organization, identity, words)
    stretched = na.crypto_pwhash_alg(32, typed, salt, 3, 64 << 20, na.crypto_pwhash_ALG_ARGON2ID13)
    place = organization + identity
    body = envelope(keyed(stretched, 'arasha/once-body/v1'), some(24, 'nonce of the once body'), sized('arasha/once-body/v1') + place, pad(content, 4096))
    record = (u8(1) + u8(1) + u8(5) + u8(0) + u64(TIME) + u64(TIME + 86_400_000) + u64(0) + some(16, 'author') + bytes(16) + u32(len(content)) + salt +
              u32(64) + u32(3) + fingerprint('arasha/once-body/v1', body) + u32(0) + sized('Centre'))
    state = envelope(key, some(24, 'nonce of the once state'), sized('arasha/once-state/v1') + place, pad(record, 64))
    leaf = identity + keyed(key, 'arasha/once-leaf/v1', organization, u64(7), identity, state)
    line('once', organization=organization, pepper=pepper, id=identity, words=words, typed=typed, stretched=stretched, record=record, state=state,
         body=body, content=content, leaf=leaf)


def main():
    organization, file, author = some(16, 'organization'), some(16, 'file'), some(16, 'author')
    compartment_key = some(32, 'compartment key')
    print('# Made by make_vectors.py; do not edit.')
    block = key_chain(organization, author)
    head = entry(organization, file, author, some(32, 'ledger key'), compartment_key)
    card(organization, file, compartment_key)
    grants(organization, file, compartment_key)
    ledger_and_checkpoint(organization, file, head, block)
    notice(organization, file, author, some(32, 'ledger key'))
    standing(organization)
    emergency_blocks(author)
    blob()
    once(organization)


if __name__ == '__main__':
    main()
