#!/usr/bin/env python3
"""Makes name_variants.tsv: pairs of names that are one person's (variant) and pairs that are two people's (near).

Everything is made by rule from assets/demo/names.tsv and transliteration.tsv; the same input gives the same output.

  make_names.py          writes name_variants.tsv
  make_names.py --check  fails when the file is not what this script makes
"""
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = HERE.parents[1] / 'assets' / 'demo' / 'names.tsv'
TABLES = HERE / 'transliteration.tsv'
OUT = HERE / 'name_variants.tsv'

HEADER = """# Made by make_names.py: do not edit.
# same      variant: one person, written otherwise; near: another person with a name like it
# rule      how it was made; `hard`: other script, given name first, no patronymic, two slips
"""

# Latin tables that may be used for the names of a language.
LATIN = {
    'ru': ['icao', 'mvd310', 'mvd782', 'gost7034', 'bgn', 'alalc'],
    'kk': ['kzpassport', 'kz2021'],
    'ky': ['kgbgn'],
    'uz': ['uz1995'],
    'tg': ['tjbgn'],
}
VIA_RUSSIAN = ['icao', 'mvd310', 'bgn', 'gost7034', 'alalc']  # first into Russian letters, then into Latin
VOWELS = 'аеёиоуыэюяәөұүіўӣӯ'


class Chance:
    """A generator that gives the same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def pick(self, items):
        return items[self.below(len(items))]


def read_tables():
    tables = {}
    for line in TABLES.read_text(encoding='utf-8').splitlines():
        if line.startswith('#') or line.startswith('table\t'):
            continue
        table, place, old, new = line.split('\t')
        tables.setdefault(table, {}).setdefault(place, {})[old] = new
    return tables


def read_names():
    """language, kind, gender -> [(name, latin spellings)]"""
    names = {}
    for line in NAMES.read_text(encoding='utf-8').splitlines()[1:]:
        language, kind, gender, name, latin = (line + '\t').split('\t')[:5]
        names.setdefault((language, kind, gender), []).append((name, [x for x in latin.split('|') if x]))
    return names


def write_word(word, table):
    out = ''
    end = table.get('end', {}).get(word[-2:]) if len(word) > 2 else None
    stem = word[:-2] if end is not None else word
    for i, letter in enumerate(stem):
        before = stem[i - 1] if i else ''
        after = stem[i + 1] if i + 1 < len(stem) else ''
        new = table.get('before', {}).get(before + letter)
        if new is None and after:
            new = table.get('after', {}).get(letter + after)
        out += table['letter'].get(letter, letter) if new is None else new
    return out + (end or '')


def write(name, table):
    def one(match):
        word = match.group(0)
        new = write_word(word.lower(), table)
        return new[:1].upper() + new[1:] if word[0].isupper() else new
    return re.sub(r'[^\W\d_]+', one, name)


class Person:
    def __init__(self, chance, names, language=None, gender=None):
        self.language = language or chance.pick(['ru', 'kk', 'kk', 'ky', 'uz', 'tg'])
        self.gender = gender or chance.pick(['m', 'f'])
        self.given, self.given_latin = chance.pick(names[self.language, 'given', self.gender])
        self.surname, self.surname_latin = chance.pick(names[self.language, 'surname', self.gender])
        self.patronymic, self.patronymic_latin = chance.pick(names[self.language, 'patronymic', self.gender])

    def full(self):
        return f'{self.surname} {self.given} {self.patronymic}'

    def short(self):
        return f'{self.surname} {self.given}'


class Maker:
    def __init__(self):
        self.tables = read_tables()
        self.names = read_names()
        self.chance = Chance(2026)
        self.rows = []
        self.seen = set()

    # --- writing a name otherwise

    def russian(self, name):
        return write(name, self.tables['russian'])

    def latin(self, name, language):
        """One of the tables that a clerk may have used; which one stands in the rule."""
        if language == 'ru' or self.chance.below(2):
            table = self.chance.pick(LATIN[language])
            return write(name, self.tables[table]), table
        table = self.chance.pick(VIA_RUSSIAN)
        return write(self.russian(name), self.tables[table]), 'russian+' + table

    def slip(self, word):
        """One typing error: swapped, lost, doubled or exchanged letters, not in the first place."""
        at = 1 + self.chance.below(len(word) - 2)
        kind = self.chance.below(4)
        if kind == 0 and word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2:]
        if kind == 1:
            return word[:at] + word[at + 1:]
        if kind == 2:
            return word[:at] + word[at] + word[at:]
        letters = 'abdegiklmnorstuvyz' if word[at].isascii() else 'абвгдежзиклмнопрстуы'
        other = self.chance.pick([x for x in letters if x != word[at].lower()])
        return word[:at] + other + word[at + 1:]

    def slip_in(self, text):
        words = text.split(' ')
        long = [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
        if not long:
            return None
        at = self.chance.pick(long)
        words[at] = self.slip(words[at])
        return ' '.join(words)

    def add(self, same, rule, stored, query):
        if query is None or stored == query or (stored, query) in self.seen:
            return False
        self.seen.add((stored, query))
        self.rows.append((same, rule, stored, query))
        return True

    def repeat(self, count, make):
        done = tries = 0
        while done < count and tries < 400 * count:
            tries += 1
            done += bool(make(Person(self.chance, self.names)))
        assert done == count, (make.__name__, done)

    # --- one person, written otherwise

    def other_table(self, p):
        query, table = self.latin(p.full(), p.language)
        return self.add('variant', 'table ' + table, p.full(), query)

    def two_tables(self, p):
        stored, one = self.latin(p.full(), p.language)
        query, two = self.latin(p.full(), p.language)
        return one != two and self.add('variant', f'table {one} {two}', stored, query)

    def in_practice(self, p):
        if not p.given_latin or not p.surname_latin:
            return False
        query = f'{self.chance.pick(p.surname_latin)} {self.chance.pick(p.given_latin)}'
        return self.add('variant', 'practice', p.full(), query)

    def other_script(self, p):
        stored, table = self.latin(p.full(), p.language)
        return self.add('variant', 'script', stored, p.full())

    def russian_letters(self, p):
        return p.language != 'ru' and self.add('variant', 'russian letters', p.full(), self.russian(p.full()))

    def native_spelling(self, p):
        """Жүсіпов, Юсупов: what Russian clerks made of Kazakh, Uzbek, Kyrgyz and Tajik sounds."""
        rules = {
            'kk': [('ә', 'я'), ('ө', 'у'), ('ұ', 'о'), ('ү', 'ю'), ('і', 'е')],
            'uz': [('ж', 'дж'), ('о', 'а'), ('ў', 'о'), ('қ', 'х')],
            'ky': [('ж', 'дж'), ('ө', 'у'), ('ү', 'ю')],
            'tg': [('ҷ', 'ж'), ('ӣ', 'ы'), ('ӯ', 'о'), ('қ', 'г')],
        }.get(p.language, [])
        name = p.short()
        there = [(old, new) for old, new in rules if old in name.lower()]
        if not there:
            return False
        old, new = self.chance.pick(there)
        changed = re.sub(f'{old}(?!ва?\\b)', new, name)  # not in the ending of a surname
        changed = changed.replace(old.upper(), new.capitalize())
        return self.add('variant', 'spelling', p.full(), self.russian(changed))

    def without_patronymic(self, p):
        query, _ = self.latin(p.short(), p.language)
        return self.add('variant', 'no patronymic', p.full(), query)

    def patronymic_not_stored(self, p):
        query, _ = self.latin(p.full(), p.language)
        return self.add('variant', 'patronymic not recorded', p.short(), query)

    def order(self, p):
        query = self.chance.pick([f'{p.given} {p.patronymic} {p.surname}', f'{p.given} {p.surname}'])
        if self.chance.below(2):
            query, _ = self.latin(query, p.language)
        return self.add('variant', 'order', p.full(), query)

    def patronymic_form(self, p):
        """Серікұлы, Серикович; Нурлан уулу, Нурланович; Karim o'g'li, Каримович."""
        endings = r'(ұлы|қызы| уулу| кызы| ўғли| қизи|ович|овна|евич|евна|зода)$'
        father = re.sub(endings, '', p.patronymic)
        if p.language == 'ru' or father == p.patronymic or len(father) < 3 or father[-1].lower() in VOWELS + 'йь':
            return False
        man = p.gender == 'm'
        forms = ['ович' if man else 'овна', 'ұлы' if man else 'қызы', ' уулу' if man else ' кызы',
                 ' ўғли' if man else ' қизи']
        if p.language == 'tg':
            forms.append('зода')
        form = self.chance.pick([x for x in forms if not p.patronymic.endswith(x)])
        return self.add('variant', 'patronymic form', p.full(), f'{p.surname} {p.given} {father}{form}')

    def one_slip(self, p):
        name = self.chance.pick([p.full(), p.short()])
        if self.chance.below(2):
            name, _ = self.latin(name, p.language)
        return self.add('variant', 'slip', p.full(), self.slip_in(name))

    def surname_gender(self, p):
        if p.gender != 'f':
            return False
        man = re.sub(r'(?<=[ое]в)а$|(?<=ин)а$', '', p.surname)
        man = re.sub(r'ая$', 'ий', man)
        return man != p.surname and self.add('variant', 'surname of a man', p.full(), f'{man} {p.given} {p.patronymic}')

    def hyphen(self, p):
        if p.gender == 'f' and self.chance.below(2):
            other, _ = self.chance.pick(self.names[p.language, 'surname', 'f'])
            stored = f'{p.surname}-{other} {p.given}'
            return other != p.surname and self.add('variant', 'hyphen', stored, f'{p.surname} {other} {p.given}')
        found = re.match(r'(Нұр|Бек|Ай|Гүл|Жан|Абду|Абды|Эр|Нур|Гул|Бак)(\w{4,})$', p.given)
        if not found:
            return False
        between = self.chance.pick(['-', ' '])
        return self.add('variant', 'hyphen', p.full(), f'{p.surname} {found[1]}{between}{found[2].capitalize()}')

    def apostrophe(self, p):
        if p.language != 'uz':
            return False
        stored = write(p.full(), self.tables['uz1995'])
        marks = [x for x in 'ʻʼ' if x in stored]
        if not marks:
            return False
        other = self.chance.pick(["'", '’', '`', '‘', ''])
        return self.add('variant', 'apostrophe', stored, re.sub('[ʻʼ]', other, stored))

    def hard(self, p):
        name = f'{p.given} {p.surname}'
        if self.chance.below(2):
            stored = p.full()
            query, _ = self.latin(name, p.language)
        else:
            stored, _ = self.latin(p.full(), p.language)
            query = name
        for _ in range(2):
            query = query and self.slip_in(query)
        return self.add('variant', 'hard', stored, query)

    # --- two people with names like each other

    def bones(self, name):
        """The consonants in plain Latin: two names with the same are too near for a rule to part them."""
        latin = write(self.russian(name), self.tables['icao']).lower().replace('dzh', 'zh')
        return re.sub(r'[^bcdfgklmnprstvz]', '', latin)

    def alike(self, name, others):
        """Names that share beginning, ending or most letters with this one, and are other names."""
        def near(one, two):
            return one[:3] == two[:3] or one[-4:] == two[-4:] or len(set(one) ^ set(two)) <= 2
        return [other for other, _ in others if self.bones(other) != self.bones(name) and near(name.lower(), other.lower())]

    def sibling(self, p):
        others = self.alike(p.given, self.names[p.language, 'given', p.gender])
        return others and self.add('near', 'sibling', p.full(), f'{p.surname} {self.chance.pick(others)} {p.patronymic}')

    def other_given(self, p):
        others = self.alike(p.given, self.names[p.language, 'given', p.gender])
        if not others:
            return False
        query, _ = self.latin(f'{p.surname} {self.chance.pick(others)}', p.language)
        return self.add('near', 'other given name', p.full(), query)

    def other_surname(self, p):
        others = self.alike(p.surname, self.names[p.language, 'surname', p.gender])
        if not others:
            return False
        query = f'{self.chance.pick(others)} {p.given} {p.patronymic}'
        if self.chance.below(2):
            query, _ = self.latin(query, p.language)
        return self.add('near', 'other surname', p.full(), query)

    def brother_and_sister(self, p):
        """Алиев Карим Рустамович, Алиева Карима Рустамовна: names that differ by their gender alone are left out."""
        sister = Person(self.chance, self.names, p.language, 'f')
        women = {name for name, _ in self.names[p.language, 'surname', 'f']}
        father = re.sub(r'(ұлы| уулу| ўғли|ович|евич)$', '', p.patronymic)
        endings = {'ұлы': 'қызы', ' уулу': ' кызы', ' ўғли': ' қизи', 'ович': 'овна', 'евич': 'евна'}
        ending = p.patronymic[len(father):]
        if p.gender != 'm' or p.surname + 'а' not in women or ending not in endings or self.bones(sister.given) == self.bones(p.given):
            return False
        return self.add('near', 'brother and sister', p.full(), f'{p.surname}а {sister.given} {father}{endings[ending]}')

    def father_and_son(self, p):
        """Ахметов Нурлан Серікұлы and Ахметов Серік Нұрланұлы."""
        father = re.sub(r'(ұлы| уулу| ўғли|ович)$', '', p.patronymic)
        ending = p.patronymic[len(father):]
        if p.gender != 'm' or not ending or p.given[-1].lower() in VOWELS + 'йь' or self.bones(father) == self.bones(p.given):
            return False
        return self.add('near', 'father and son', p.full(), f'{p.surname} {father} {p.given}{ending}')

    def other_father(self, p):
        others = [x for x, _ in self.names[p.language, 'patronymic', p.gender] if self.bones(x) != self.bones(p.patronymic)]
        query = f'{p.surname} {p.given} {self.chance.pick(others)}'
        if self.chance.below(2):
            query, _ = self.latin(query, p.language)
        return self.add('near', 'other father', p.full(), query)

    def make(self):
        for count, rule in ((50, self.other_table), (50, self.two_tables), (40, self.in_practice), (30, self.other_script),
                            (40, self.russian_letters), (40, self.native_spelling), (40, self.without_patronymic),
                            (20, self.patronymic_not_stored), (40, self.order), (50, self.patronymic_form),
                            (60, self.one_slip), (25, self.surname_gender), (25, self.hyphen), (20, self.apostrophe),
                            (200, self.hard),
                            (80, self.sibling), (60, self.other_given), (80, self.other_surname),
                            (50, self.brother_and_sister), (40, self.father_and_son), (60, self.other_father)):
            self.repeat(count, rule)
        return HEADER + 'same\trule\tstored\tquery\n' + ''.join('\t'.join(row) + '\n' for row in self.rows)


def main():
    text = Maker().make()
    if sys.argv[1:] == ['--check']:
        same = OUT.exists() and OUT.read_text(encoding='utf-8') == text
        print('names: ok' if same else 'names: run tests/data/make_names.py')
        return 0 if same else 1
    OUT.write_text(text, encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main())
