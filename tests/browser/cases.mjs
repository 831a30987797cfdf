// What people do with a case, step by step, through its pages.
import { expect } from './fixtures.mjs';
import { answerAll, save } from './fields.mjs';
import { literal, t } from './words.mjs';

// The entries that a person adds by hand, as the case page names them, in an order in which they can follow one another.
export const entries = [
  'Note', 'Task', 'Flag', 'Risk assessment', 'Safety plan', 'Needs assessment', 'Individual plan', 'Need', 'Service given', 'Health', 'Safe contact', 'Alerts for the shift', 'Consent', 'Withheld from', 'Sharing without consent',
  'Identification', 'What happened', 'Clue', 'Clue from the proceedings', 'Stay in the country', 'Reflection period', 'Proceeding', 'Hearing or interview', 'Claim for money', 'Non-punishment',
  'Legal step', 'Options explained', 'Assessment before the return', 'Plan of the return', 'Leaving before a step is done', 'Return', 'Follow-up',
  'Hold', 'Check for new exploitation', 'Interview at the end', 'Closing the case', 'Reopening the case',
];
// A case conference with people from outside needs their consents, and a best-interest decision a child: returning.spec.mjs.

// Something to press in the page itself, whether it is a link or a button.
export function press(page, id, language = 'en') {
  const name = t(id, language);
  const main = page.getByRole('main');
  return main.getByRole('link', { name, exact: true }).or(main.getByRole('button', { name, exact: true })).first();
}

// Records a first contact with the shortest answers that are enough, and stands on the new case's page.
export async function newCase(page, { language = 'en', family = 'Қалиев', given = 'Нұржан', summary = 'Words of the person.', ...more } = {}) {
  await page.goto('/contact');
  await answerAll(page, {
    'Date of the contact': '2026-03-02',
    'Who told us': { choose: 'Hotline' },
    'Is anybody in danger now': { choose: more.danger ?? 'No danger now' },
    'Family name': family,
    'Given name': given,
    'What was said': summary,
    ...(more.never ? { 'Never do this': more.never, 'Safe telephone number': '+7 701 111 22 33' } : {}),
  }, language);
  if (more.birth) {
    const day = page.locator('[name="identity-birth_date-day"]');
    if (!(await day.isVisible())) await page.locator('details', { has: day }).locator('summary').first().click();
    for (const [i, part] of ['year', 'month', 'day'].entries()) await page.locator(`[name="identity-birth_date-${part}"]`).fill(more.birth.split('-')[i]);
  }
  // Nobody else opens it but these colleagues.
  if (more.only) {
    await page.locator('details', { has: page.locator('[name=restricted]') }).locator('summary').click();
    await page.locator('[name=restricted]').check();
    for (const name of more.only) await page.getByRole('group', { name: t('Who may open it, beside you', language) }).getByLabel(name, { exact: true }).check();
  }
  await save(page, language);
  await nobodyKnown(page, language);
  return { address: new URL(page.url()).pathname, alias: await page.getByRole('heading', { level: 1 }).innerText() };
}

// Where somebody of this name is there already, it is another person; then the case's page has come.
export async function nobodyKnown(page, language = 'en') {
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).not.toHaveText(t('New first contact', language));
  if ((await title.innerText()) === t('Perhaps this person is known already', language)) {
    await page.getByLabel(t('No: a person who is not known yet', language)).check();
    await save(page, language);
  }
  await expect(page).toHaveURL(/\/case\/[^/?]+/);
}

// Where a correction makes somebody look like another person, it is not that one: what is chosen already.
export async function notTheSame(page, language = 'en') {
  const asked = page.getByRole('heading', { level: 1, name: t('Perhaps this person is recorded twice', language) });
  await expect(asked.or(page.locator('.arasha-groups')).first(), 'what was saved has an answer').toBeVisible();
  if (await asked.count()) await save(page, language);
}

// From the case page to the form of an entry. What can be added stands in groups; the one that is closed is opened first.
export async function startEntry(page, title, language = 'en', shown = title) {
  await expect(page.locator('.arasha-groups'), 'the case has come').toHaveCount(1);
  const link = page.getByRole('link', { name: t(title, language), exact: true, includeHidden: true });
  const closed = page.locator('.arasha-groups details:not([open])').filter({ has: link });
  if (await closed.count()) await closed.first().locator('summary').click();
  const grouped = page.locator('.arasha-groups').getByRole('link', { name: t(title, language), exact: true });
  await ((await grouped.count()) ? grouped.first() : press(page, title, language)).click();
  await expect(page.getByRole('heading', { level: 1, name: t(shown, language) })).toBeVisible();
}

// Adds an entry and comes back to the case.
export async function add(page, title, answers, language = 'en') {
  await startEntry(page, title, language);
  await answerAll(page, answers, language);
  await save(page, language);
  await expect(page).toHaveURL(/\/case\/[^/?]+/);
}

// The entry of the timeline that holds this text.
export const entryWith = (page, text) => page.getByRole('main').getByRole('listitem').filter({ hasText: text }).last();

// The way to correct what stands in this part of the page; what it is about is said for those who do not see it.
export const correct = (part, language = 'en') => part.getByRole('link', { name: new RegExp(`^${literal(t('Correct', language))}( |$)`) }).first();

// The bar at the top; what is seldom used lies behind "More" there.
export const placeInBar = (page, id, language = 'en') => page.locator('.arasha-nav').getByRole('link', { name: t(id, language), exact: true, includeHidden: true });
export async function choosePlace(page, id, language = 'en') {
  const place = placeInBar(page, id, language);
  await expect(place).toBeAttached();
  if (!(await place.isVisible())) await page.locator('.arasha-more summary').click();
  await place.click();
}
