// The sentences of the pages, out of i18n/*.po, so that tests read pages as a person does: t('My work', 'ru').
import { readFileSync } from 'node:fs';

export const languages = ['en', 'ru', 'kk'];

const unquoted = (line) => JSON.parse(line.slice(line.indexOf('"')).trim());

// msgid → the translated forms, in their order.
function read(language) {
  const entries = new Map();
  if (language === 'en') return entries;
  const text = readFileSync(new URL(`../../i18n/${language}.po`, import.meta.url), 'utf8');
  let id = '';
  let forms = [];
  let part = '';
  const finish = () => {
    if (id) entries.set(id, forms);
    id = '';
    forms = [];
    part = '';
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('msgid ')) {
      finish();
      part = 'id';
      id = unquoted(line);
    } else if (line.startsWith('msgid_plural ')) {
      part = 'plural';
      entries.set(unquoted(line), forms);
    } else if (line.startsWith('msgstr')) {
      part = 'form';
      forms.push(unquoted(line));
    } else if (line.startsWith('"')) {
      if (part === 'id') id += unquoted(line);
      if (part === 'form') forms[forms.length - 1] += unquoted(line);
    }
  }
  finish();
  return entries;
}

const catalogues = new Map(languages.map((language) => [language, read(language)]));

// [English, translation] of all that has one form in this language.
export function sentences(language) {
  return [...catalogues.get(language)].map(([id, forms]) => [id, forms[0]]);
}

// The sentence in this language, with its gaps filled. A sentence that is in no catalogue is a mistake of the test.
export function t(id, language = 'en', ...values) {
  if (!catalogues.get('ru').has(id)) throw new Error(`No catalogue has the sentence “${id}”.`);
  const text = language === 'en' ? id : catalogues.get(language).get(id)[0];
  return text.replace(/\{(\d)\}/g, (gap, number) => values[number - 1] ?? gap);
}

export const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// A pattern for a sentence whose gaps may be filled with anything.
export function pattern(id, language = 'en') {
  return new RegExp(literal(t(id, language)).replace(/\\\{\d\\\}/g, '.+'));
}

// The label of a field, whether it is marked as optional or not.
export function label(id, language = 'en') {
  return new RegExp(`^\\s*${literal(t(id, language))}(\\s+${literal(t('(optional)', language))})?\\s*$`);
}

// The months as they stand in a day of this language.
export function months(language) {
  return Array.from({ length: 12 }, (_, month) => new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', timeZone: 'UTC' })
    .format(new Date(Date.UTC(2026, month, 1))).replace(/[\d\s]/g, ''));
}

// A day as a person of this language writes it.
export function longDate(iso, language = 'en') {
  const [year, month, day] = iso.split('-').map(Number);
  const name = months(language)[month - 1];
  return language === 'kk' ? `${year} ж. ${day} ${name}` : `${day} ${name} ${year}`;
}
