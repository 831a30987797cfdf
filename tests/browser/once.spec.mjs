// Somebody without an account gets an address and six words by telephone: she reads one time, or gets a file one time.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { barriers } from './pages.mjs';
import { t } from './words.mjs';

const ru = 'ru';
const letter = 'Алия может прийти во вторник.\n\nГоворит по-узбекски.\nНе звонить.\n';
const sounds = { a: 'а', b: 'б', d: 'д', f: 'ф', g: 'г', i: 'и', j: 'ж', k: 'к', l: 'л', m: 'м', n: 'н', o: 'о', p: 'п', r: 'р', s: 'с', t: 'т', u: 'у', v: 'в' };
const inCyrillic = (words) => [...words].map((one) => sounds[one] ?? one).join('');

function once(house, ...words) {
  const file = join(house.folder, 'once-passphrase');
  writeFileSync(file, `${house.members[0].passphrase}\n`, { mode: 0o600 });
  return house.run('once', '--data', house.data, '--as', house.members[0].name, '--password-file', file, ...words);
}

function make(house, name, content, ...more) {
  const path = join(house.folder, name);
  writeFileSync(path, content);
  const said = once(house, path, ...more);
  return { address: said.match(/\/once\/[0-9a-z]{26}/)[0], words: said.match(/Words: ([a-z ]+)/)[1].trim() };
}

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, language: ru });

    test('a page is read one time, with the words as they were heard', async ({ page, house }) => {
      const { address, words } = make(house, 'letter.txt', letter, '--title', 'О приёме', '--from', 'Кризисный центр');
      await page.goto(`${address}?lang=${ru}`);
      await expect(page.getByText(t('From: {1}', ru).replace('{1}', 'Кризисный центр'))).toBeVisible();
      await expect(page).toHaveTitle(t('A message that can be read once', ru));
      const field = page.getByLabel(t('The six words that you were told by telephone', ru));
      const read = page.getByRole('button', { name: t('Read it now', ru) });
      await field.fill('бада');
      await read.click();
      await expect(page.locator('.govuk-error-summary')).toContainText(t('Write all six words, with blanks between them. This try was not counted.', ru));
      await expect(field).toHaveValue('бада');
      await field.fill('bada bada bada bada bada badi');
      if (scripts) await page.waitForTimeout(1100);  // two within a second are a double click
      await read.click();
      await expect(page.locator('.govuk-error-summary')).toContainText(t('These are not the right words. Ask for them again, one by one.', ru));
      await expect(page.getByText('Осталось 4 попытки.')).toBeVisible();
      if (scripts) expect(await barriers(page)).toEqual([]);

      await field.fill(inCyrillic(words));
      if (scripts) await page.waitForTimeout(1100);
      await read.click();
      await expect(page.getByRole('heading', { level: 1, name: 'О приёме' })).toBeVisible();
      await expect(page.getByRole('main')).toContainText('Алия может прийти во вторник.');
      await expect(page.getByRole('main')).toContainText('Не звонить.');
      if (scripts) expect(await barriers(page)).toEqual([]);
      expect(once(house, '--look', address)).toContain('Was read');

      await page.goto(`${address}?lang=${ru}`);
      await expect(page.getByRole('heading', { level: 1, name: t('This is not here any more', ru) })).toBeVisible();
      await expect(page.getByRole('main')).toContainText('Прочитано');
      await expect(page.getByRole('main')).not.toContainText('Алия');
    });

    test('a paper is handed out one time', async ({ page, house }) => {
      const pdf = `%PDF-1.7\n${'x'.repeat(200_000)}`;
      const { address, words } = make(house, 'Направление.pdf', pdf);
      await page.goto(`${address}?lang=${ru}`);
      await page.getByLabel(t('The six words that you were told by telephone', ru)).fill(words.toUpperCase());
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t('Get the file now', ru) }).click()]);
      expect(file.suggestedFilename()).toBe('Направление.pdf');
      expect(readFileSync(await file.path(), 'utf8')).toBe(pdf);
      await page.reload();
      await expect(page.getByRole('heading', { level: 1, name: t('This is not here any more', ru) })).toBeVisible();
    });
  });
}

test('what was taken back says so, and names nobody', async ({ page, house }) => {
  const { address } = make(house, 'letter.txt', letter);
  await page.goto(address);
  await expect(page.locator('body')).not.toContainText('Arasha');
  expect(once(house, '--withdraw', `${house.url}${address}`)).toContain('Taken back');
  await page.reload();
  await expect(page.getByRole('main')).toContainText('took it back');
});
