#!/usr/bin/env python3
"""Makes whole fonts for paper out of the pieces that browsers receive: paper_fonts.py OUTPUT_FOLDER

The npm package has one woff2 for each script, so that a browser loads only what a page needs. On paper a sentence in which
words and blanks come from different fonts would be set badly and be copied without its blanks.
"""
import sys
from pathlib import Path

from fontTools import merge, ttLib

SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext']
WEIGHTS = {400: 'Regular', 700: 'Bold'}
FILES = Path(__file__).resolve().parents[1] / 'node_modules/@fontsource/golos-text/files'
# The same bytes for the same input: no time of making (seconds since 1904).
MADE = 3_800_000_000


def whole(weight, folder):
    pieces = []
    for subset in SUBSETS:
        font = ttLib.TTFont(FILES / f'golos-text-{subset}-{weight}-normal.woff2', recalcTimestamp=False)
        font.flavor = None
        piece = folder / f'piece-{subset}-{weight}.ttf'
        font.save(piece)
        pieces.append(str(piece))
    font = merge.Merger(options=merge.Options(drop_tables=['vmtx', 'vhea', 'MATH'])).merge(pieces)
    font.recalcTimestamp = False
    font['head'].created = font['head'].modified = MADE
    font['OS/2'].usWeightClass = weight
    for name in font['name'].names:
        if name.nameID in (1, 16):
            name.string = 'Golos Text'
        elif name.nameID in (2, 17):
            name.string = WEIGHTS[weight]
        elif name.nameID == 4:
            name.string = f'Golos Text {WEIGHTS[weight]}'
        elif name.nameID == 6:
            name.string = f'GolosText-{WEIGHTS[weight]}'
    font.save(folder / f'paper-{weight}.ttf')
    for piece in pieces:
        Path(piece).unlink()


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        whole(weight, folder)


main()
