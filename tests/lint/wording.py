"""What a translation may not look like, whatever it says. Used by translations.py.

Found are: Latin letters in Cyrillic words and letters of another alphabet, doubled spaces, a place {1} with a case ending,
quotation marks and dashes of a typewriter, another sign at the end than the English has, and words that docs/glossary.md
strikes out (~~so~~).
"""
import re

RUSSIAN = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'
ALPHABETS = {'ru': set(RUSSIAN), 'kk': set(RUSSIAN + 'әғқңөұүһі')}
COLUMNS = {'ru': 1, 'kk': 2}  # of a row of the glossary
LOOKALIKES = set('aceopxyikABCEHKMOPTXY')  # Latin letters that look like Cyrillic ones

WORD = re.compile(r'[^\W\d_]+')
END = re.compile(r'[.?!:…]?$')
STRUCK = re.compile(r'~~(.+?)~~')
CASE_ENDING = re.compile(
    r'\{\d\}(?:[^\W\d_]|-(?:[дтлн][аеыі]|[дтн][ае]н|[ғг][ае]|[қк][ае]|[дтн][ыі]ң|[мбп]ен|го|му|м|й|я|е|х|ой)(?![^\W\d_]))')


def refused_words(glossary):
    """language -> the beginnings of words that the glossary strikes out."""
    refused = {language: [] for language in COLUMNS}
    for line in glossary.splitlines():
        cells = [cell.strip() for cell in line.strip().strip('|').split('|')]
        for language, column in COLUMNS.items():
            if line.startswith('|') and len(cells) > column:
                refused[language] += [word for struck in STRUCK.findall(cells[column]) for word in struck.split(', ')]
    return refused


def letters(language, text, msgid):
    alphabet = ALPHABETS.get(language)
    english = set(WORD.findall(msgid))
    for word in WORD.findall(text):
        if alphabet is None or word in english:
            continue
        latin = [c for c in word if c.isascii()]
        if latin and len(latin) < len(word):
            yield f'Latin letters ({"".join(latin)}) in the word "{word}"'
        elif latin and set(word) <= LOOKALIKES:
            yield f'"{word}" is written in Latin letters'
        elif not latin and not set(word.lower()) <= alphabet:
            yield f'a letter of another alphabet in the word "{word}"'


def signs(text, msgid):
    if '  ' in text or re.search(r' [,.;:?!](?!\w)', text):
        yield 'a space too many'
    if (text[:1].isspace(), text[-1:].isspace()) != (msgid[:1].isspace(), msgid[-1:].isspace()):
        yield 'another space at the beginning or the end than in English'
    if re.search('["“”]', text):
        yield 'write quotation marks as «…»'
    if ' - ' in text or ' – ' in text:
        yield 'write a dash as —'
    if END.search(text.rstrip()).group() != END.search(msgid.rstrip()).group():
        yield 'another sign at the end than in English'
    if CASE_ENDING.search(text):
        yield 'a place {1} with an ending; turn the sentence so that it needs none'


def problems(language, text, msgid, refused):
    """What is wrong with one msgstr, in words."""
    yield from letters(language, text, msgid)
    yield from signs(text, msgid)
    for word in refused.get(language, []):
        if re.search(rf'(?<!\w){re.escape(word)}', text, re.IGNORECASE):
            yield f'the glossary strikes out "{word}"'


def self_test():
    glossary = '| English | Русский | Қазақша |\n| --- | --- | --- |\n| folder | папка ~~директори, каталог~~ | қалта ~~бума~~ | meaning |\n'
    refused = refused_words(glossary)
    assert refused == {'ru': ['директори', 'каталог'], 'kk': ['бума']}, refused

    def found(language, text, msgid='The file {1} is there.'):
        return '; '.join(problems(language, text, msgid, refused))

    for language, text in (('ru', 'Файл {1} уже есть.'), ('kk', '{1}-жолда «{1}» бұрыннан бар — қараңыз.'), ('ru', 'Телефон или SIM-карта: {1}.'),
                           ('xx', 'aб  -"')):
        assert language == 'xx' or not found(language, text), found(language, text)
    assert not found('ru', 'Остановить: Ctrl+C', 'Stop it with Ctrl+C')
    assert 'Latin letters (a)' in found('ru', 'Фaйл {1} есть.')
    assert '"c" is written in Latin' in found('ru', 'Работать c файлом {1}.')
    assert 'another alphabet' in found('ru', 'Іс {1}.') and 'another alphabet' in found('kk', 'Їс {1}.')
    assert 'space too many' in found('ru', 'Файл  {1} есть.') and 'space too many' in found('ru', 'Файл {1} , вот.')
    assert 'beginning or the end' in found('ru', ' Файл {1} есть.')
    assert 'quotation' in found('ru', 'Файл “{1}” есть.') and 'quotation' in found('kk', 'Файл "{1}" бар.')
    assert 'dash' in found('ru', 'Файл {1} - есть.')
    assert 'sign at the end' in found('ru', 'Файл {1} есть') and 'sign at the end' in found('ru', 'Название.', 'Name')
    assert 'with an ending' in found('kk', '{1}-да бар.') and 'with an ending' in found('kk', '{1}ның файлы бар.')
    assert 'strikes out "бума"' in found('kk', 'Бумада {1} бар.') and 'strikes' not in found('ru', 'Бумага {1} есть.')
