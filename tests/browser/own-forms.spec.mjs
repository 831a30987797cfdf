// A form of one's own, from the steward's first question to a second server: made, filled in, corrected, taken out, moved.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, signIn, test } from './fixtures.mjs';
import { correct, entryWith, newCase, press } from './cases.mjs';
import { answer, answerAll, save } from './fields.mjs';
import { House } from './house.mjs';
import { t } from './words.mjs';

const ru = 'ru';
const title = 'Школа ребёнка';
const kinds = [
  ['Yes, no or unknown', 'Ходит в школу'],
  ['A line of text', 'Какая школа'],
  ['A longer text', 'Что говорит ребёнок'],
  ['A number', 'Класс'],
  ['A date', 'Учится с'],
  ['One of several answers', 'Смена'],
  ['Several answers at once', 'Что поможет'],
];
const options = { Смена: ['Первая', 'Вторая'], 'Что поможет': ['Проезд', 'Учебники'] };

async function addQuestion(page, [kind, question]) {
  await press(page, 'Add a question', ru).click();
  await answer(page, 'Kind of answer', { choose: kind }, ru);
  await save(page, ru);
  await answerAll(page, { 'Question in Russian': question, 'Must it be answered': { choose: question === 'Ходит в школу' ? 'Must be answered' : 'May be left empty' },
    'How much harm if others learn it': { choose: 'Ordinary' } }, ru);
  for (const [place, words] of (options[question] ?? []).entries()) {
    if (place > 0) await page.getByRole('button', { name: t('Add another: {1}', ru).replace('{1}', t('Answer', ru)) }).click();
    await page.locator(`[name="options-${place}-ru"]`).fill(words);
  }
  if (question === 'Какая школа') await page.getByLabel(`Ходит в школу: ${t('Yes', ru)}`, { exact: true }).check();
  await save(page, ru);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
}

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, language: ru });

    test('a steward makes a form, a worker fills it in, another server takes it over', async ({ desk: page, browser, contextOptions }) => {
      test.slow();
      const name = scripts ? 'school-a' : 'school-b';
      await page.goto('/settings');
      await press(page, 'Forms and questions that your organisation adds to the case', ru).click();
      await press(page, 'Make a new form', ru).click();
      await answerAll(page, { 'Short name': name, 'Part of the case': { choose: 'Assistance' }, 'Title in Russian': title }, ru);
      await save(page, ru);
      for (const kind of kinds) await addQuestion(page, kind);

      await press(page, 'Try the form', ru).click();
      await page.getByRole('group', { name: 'Ходит в школу' }).getByLabel(t('No', ru), { exact: true }).check();
      if (scripts) await expect(page.getByLabel(/^Какая школа/)).toBeHidden();
      else await page.getByLabel(/^Какая школа/).fill('Этого не должно остаться');
      await press(page, 'See what would be kept', ru).click();
      await expect(page.getByRole('region', { name: t('This would be kept', ru) })).not.toContainText('Этого не должно остаться');
      await press(page, 'Back to the questions', ru).click();
      await press(page, 'Put into use', ru).click();
      await expect(page.getByText(t('In use. Whoever may write into that part of a case finds it there.', ru))).toBeVisible();

      const { address } = await newCase(page, { language: ru });
      await page.locator('.arasha-groups details').filter({ hasText: t('Our own forms', ru) }).locator('summary').click();
      await page.locator(`.arasha-groups a[href*="${name}"]`).click();
      await save(page, ru);
      await expect(page.locator('.govuk-error-summary').getByRole('link')).toHaveCount(1);
      await page.getByRole('group', { name: 'Ходит в школу' }).getByLabel(t('Yes', ru), { exact: true }).check();
      await page.getByLabel(/^Какая школа/).fill('Школа № 12');
      await page.getByLabel(/^Что говорит ребёнок/).fill('Нравится рисование');
      await page.getByLabel(/^Класс/).fill('4');
      const since = page.getByRole('group', { name: /^Учится с/ });
      for (const [part, value] of [['Day', '1'], ['Month', '9'], ['Year', '2026']]) await since.getByLabel(t(part, ru), { exact: true }).fill(value);
      await page.getByRole('group', { name: 'Смена' }).getByLabel('Первая').check();
      for (const one of options['Что поможет']) await page.getByRole('group', { name: 'Что поможет' }).getByLabel(one).check();
      await save(page, ru);
      await expect(page).toHaveURL(new RegExp(address));
      const entry = entryWith(page, 'Школа № 12');
      for (const text of ['Нравится рисование', 'Проезд, Учебники', 'Первая', title]) await expect(entry).toContainText(text);

      await correct(entry, ru).click();
      await expect(page.getByLabel(/^Какая школа/)).toHaveValue('Школа № 12');
      await page.getByLabel(/^Какая школа/).fill('Школа № 14');
      await save(page, ru);
      const corrected = entryWith(page, 'Школа № 14');
      await corrected.locator('summary').click();
      await expect(corrected.getByRole('deletion').getByText('Школа № 12')).toBeVisible();
      await page.goto(`${address}/print`);
      await expect(page.getByRole('main')).toContainText('Школа № 14');

      await page.goto(`/settings/forms/form/${name}`);
      await press(page, 'All answers as a table', ru).click();
      const [table] = await Promise.all([page.waitForEvent('download'), press(page, 'Make the table', ru).click()]);
      expect(readFileSync(await table.path(), 'utf8')).toContain('Школа № 14');

      await page.goto('/settings/forms');
      const [kept] = await Promise.all([page.waitForEvent('download'), press(page, 'Keep all forms as one file', ru).click()]);
      const file = readFileSync(await kept.path(), 'utf8');
      expect(file).toContain(title);
      const second = House.empty();
      try {
        await second.start();
        const context = await browser.newContext({ ...contextOptions, baseURL: second.url, javaScriptEnabled: scripts });
        const there = await context.newPage();
        await signIn(there, second.members[0], ru);
        await there.goto('/settings/forms/import');
        await there.getByLabel(t('The text of the file', ru)).fill(file);
        await press(there, 'See what would change', ru).click();
        await expect(there.getByRole('main')).toContainText(title);
        await press(there, 'Take over and put into use', ru).click();
        await expect(there.getByRole('main').getByRole('link', { name: title }).first()).toBeVisible();
        // And by command: nothing is left to change.
        const path = join(second.folder, 'forms.txt');
        await kept.saveAs(path);
        const said = second.run('forms', 'import', '--data', second.data, '--as', second.members[0].name, '--password-file', join(second.folder, 'passphrase'), path);
        expect(said).toContain('Nothing was changed.');
        await context.close();
      } finally {
        await second.remove();
      }
    });
  });
}
