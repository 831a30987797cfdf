// Filling in forms as a person does: by the label of a field.
import { expect } from './fixtures.mjs';
import { label, t } from './words.mjs';

export const form = (page) => page.locator('main form').filter({ has: page.locator('[type=submit]') }).first();

// Answers one question. The value is a text, a day as 2026-03-05, {choose: 'msgid of the option'} or a list of them,
// {code: 'UZ'} of a country or language, or {row: 'msgid of what a row is called', rows: [answers, …]}.
export async function answer(page, question, value, language = 'en') {
  if (value.rows) return answerRows(page.getByRole('group', { name: label(question, language) }), value, language);
  const name = label(question, language);
  const group = page.getByRole('group', { name });
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year, month, day] = value.split('-');
    await group.getByLabel(t('Day', language), { exact: true }).fill(String(Number(day)));
    await group.getByLabel(t('Month', language), { exact: true }).fill(String(Number(month)));
    await group.getByLabel(t('Year', language), { exact: true }).fill(year);
    return;
  }
  if (typeof value === 'string') {
    await page.getByLabel(name).fill(value);
    return;
  }
  if (value.code) {
    const asked = group.or(page.getByLabel(name)).first();
    const box = asked.locator(`input[value="${value.code}"]`);
    if (await box.count()) await box.check();
    else await page.getByLabel(name).selectOption(value.code);
    return;
  }
  for (const option of [value.choose].flat()) {
    const words = t(option, language);
    if (await group.count()) {
      await group.getByLabel(words, { exact: true }).check();
    } else {
      await page.getByLabel(name).selectOption({ label: words });
    }
  }
}

// The first row is there; the button adds another, where scripts do not run by a page that keeps what was typed.
async function answerRows(table, { row, rows }, language) {
  for (const [i, answers] of rows.entries()) {
    const one = table.getByRole('group', { name: `${t(row, language)} ${i + 1}`, exact: true });
    if (i > 0) await table.getByRole('button', { name: t('Add another: {1}', language, t(row, language)), exact: true }).last().click();
    await answerAll(one, answers, language);
  }
}

export async function answerAll(page, answers, language = 'en') {
  for (const [question, value] of Object.entries(answers)) await answer(page, question, value, language);
}

// By the names of the fields, where a walk is about something else than the words of a form.
export async function choose(page, name, value) {
  const select = page.locator(`select[name="${name}"]`);
  if (await select.count()) await select.selectOption(value);
  else await page.locator(`input[name="${name}"][value="${value}"]`).check();
}
export async function day(page, name, iso) {
  const [year, month, number] = iso.split('-');
  await page.locator(`input[name="${name}-day"]`).fill(String(Number(number)));
  await page.locator(`input[name="${name}-month"]`).fill(String(Number(month)));
  await page.locator(`input[name="${name}-year"]`).fill(year);
}
export const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// The person's answer to a recipient, written into the case of that file. `groups` null: all there are.
export async function consent(page, file, recipient, { answer: given = 'given', purpose = 'referral', groups = ['identity', 'services'] } = {}, language = 'ru') {
  await page.goto(`/file/${file}/add/Consent?case=${file}`);
  await choose(page, 'purpose', purpose);
  await page.locator('input[name=recipient]').fill(recipient);
  await choose(page, 'answer', given);
  if (given === 'given') for (const box of await page.locator(groups ? groups.map((one) => `input[name=groups][value=${one}]`).join(', ') : 'input[name=groups]').all()) await box.check();
  await day(page, 'date', inDays(0));
  await choose(page, 'language', 'ru');
  await page.locator('input[name=explained_by]').fill('Айгерим');
  await save(page, language);
  await expect(page).toHaveURL(/\/case\/[^/?]+/);
}

export async function save(page, language = 'en') {
  await page.getByRole('button', { name: t('Save', language), exact: true }).click();
}

// Fills every field of the page's form with something that fits, whatever the form asks. Answers what was typed and
// the labels of what was chosen, so that the page after can be asked to show it.
export async function fillEverything(page, mark) {
  return form(page).evaluate((root, mark) => {
    const shown = [];
    const text = (id) => root.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent.trim() ?? '';
    const seen = new Set();
    for (const field of root.querySelectorAll('input, textarea, select')) {
      if (field.type === 'hidden' || field.type === 'submit') continue;
      if (field.type === 'radio' || field.type === 'checkbox') {
        if (seen.has(field.name)) continue;
        // Who may pay is for the norms to say; one's own money always may.
        if (field.name === 'funding' && field.value !== 'own') continue;
        seen.add(field.name);
        field.checked = true;
        shown.push(text(field.id));
      } else if (field.tagName === 'SELECT') {
        if (seen.has(field.name)) continue;
        seen.add(field.name);
        const option = [...field.options].find((one) => (field.name === 'funding' ? one.value === 'own' : one.value !== ''));
        option.selected = true;
        // A colleague is called by the name alone afterwards, a service has its kind in a line of its own.
        if (!['member', 'service'].includes(field.name)) shown.push(option.textContent.trim());
      } else if (/-day$/.test(field.name)) {
        field.value = '5';
      } else if (/-month$/.test(field.name)) {
        field.value = '3';
      } else if (/-year$/.test(field.name)) {
        field.value = field.name.startsWith('birth') ? '1990' : '2026';  // a child has other rules
      } else if (field.inputMode === 'numeric' || field.type === 'number') {
        field.value = field.name === 'birth_year' ? '1980' : '7';
      } else if (field.type === 'tel') {
        field.value = '+7 701 555 00 11';
        shown.push(field.value);
      } else {
        field.value = `${mark} ${field.name.replace(/_/g, ' ')}`;
        shown.push(field.value);
      }
    }
    return shown;
  }, mark);
}

// How many questions a form asks at once: a group of fields is one, and what is opened only by whoever needs it is none.
export async function countQuestions(page) {
  return form(page).evaluate((root) => {
    const questions = new Set();
    for (const field of root.querySelectorAll('input, textarea, select')) {
      if (field.type === 'hidden' || field.type === 'submit' || !field.checkVisibility()) continue;
      questions.add(field.name.replace(/-(day|month|year)$/, ''));
    }
    return questions.size;
  });
}

// The summary stands first in the page, names each mistake and leads to its field.
export async function expectMistakes(page, language, ...questions) {
  const summary = page.getByRole('alert').or(page.locator('.govuk-error-summary')).first();
  await expect(summary).toBeVisible();
  await expect(summary.getByRole('link')).toHaveCount(questions.length);
}
