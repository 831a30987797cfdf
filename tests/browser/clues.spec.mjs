// Two cases that mention one number, two people of different circles: each learns that there is another case and whom to ask, and
// nothing else. And the interview by IOM's sections, without scripts, up to the decision that rests on it.
import { enter, expect, test } from './fixtures.mjs';
import { add, newCase, press, startEntry } from './cases.mjs';
import { answerAll, save } from './fields.mjs';
import { t } from './words.mjs';

const answerRadios = (page, name, value) => page.locator(`input[type=radio][name="${name}"][value="${value}"]`).check();
const panel = (page) => page.getByRole('region', { name: t('Clues') });

test('another case is hinted at, asked about, and answered for, without being shown', async ({ desk: page, elsewhere, house, sessions }) => {
  test.slow();
  const here = await newCase(page, { family: 'Первов', given: 'Тимур' });
  const there = await newCase(page, { family: 'Второв', given: 'Руслан' });
  const number = `+7 705 ${Math.floor(Math.random() * 9e6 + 1e6)}`;

  const lawyer = await elsewhere();
  await enter(lawyer, house, sessions, house.who('lawyer'));
  await lawyer.goto(there.address);
  await add(lawyer, 'Clue from the proceedings', { 'What it is': { choose: 'Telephone' }, 'The clue itself': number });
  await expect(panel(lawyer)).toContainText(t('No other case mentions it, as far as you may know.'));

  const worker = await elsewhere();
  await enter(worker, house, sessions, house.who('caseworker'));
  await worker.goto(here.address);
  await add(worker, 'Clue', { 'What it is': { choose: 'Telephone' }, 'The clue itself': number.replace('+7', '8') });
  await expect(panel(worker)).toContainText(t('Another case mentions this'));
  await expect(panel(worker)).toContainText(t('Legal circle'));
  const silent = async (one, other) => {
    const html = await one.content();
    expect(html).not.toContain(other.alias);
    expect(html).not.toContain(other.address.split('/')[2]);
  };
  await silent(worker, there);
  await panel(worker).getByRole('button', { name: t('Ask them') }).click();
  await expect(panel(worker)).toContainText('Nobody has answered yet.');
  await silent(worker, there);

  await lawyer.goto(there.address);
  await expect(panel(lawyer)).toContainText(number);
  await expect(panel(lawyer)).toContainText(house.who('caseworker').name);
  await silent(lawyer, here);
  await panel(lawyer).getByRole('button', { name: t('Yes, let us talk') }).click();
  await worker.goto(here.address);
  await expect(panel(worker)).toContainText('yes, let us talk');
});

test('a case that somebody may open is named', async ({ desk: page }) => {
  const here = await newCase(page, { family: 'Третьев', given: 'Азамат' });
  const there = await newCase(page, { family: 'Четвертов', given: 'Нурлан' });
  await add(page, 'Clue', { 'What it is': { choose: 'Number of a vehicle' }, 'The clue itself': '901 КАС 17' });
  await page.goto(here.address);
  await add(page, 'Clue', { 'What it is': { choose: 'Number of a vehicle' }, 'The clue itself': '901KAC17' });
  await panel(page).getByRole('link', { name: there.alias, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(there.address));
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the interview by sections, and the decision that rests on it', async ({ desk: page }) => {
    await newCase(page, { family: 'Пятов', given: 'Олжас' });
    await startEntry(page, 'Screening');
    await answerRadios(page, 'list', 'iom_interview');
    await answerRadios(page, 'profile', 'adult');
    await press(page, 'Continue').click();
    await expect(page.getByRole('heading', { level: 2, name: t('The way') })).toBeVisible();
    await answerRadios(page, 'asked', 'person');
    for (const code of ['offered', 'false_promise', 'forced_work', 'papers']) await answerRadios(page, `q-${code}`, 'yes');
    await press(page, 'Save and show the advice').click();
    await expect(page.getByRole('main')).toContainText(t('All elements of trafficking are there'));
    await expect(page.getByRole('main')).toContainText(t('Something confirms what the person tells.'));
    await press(page, 'Record the decision').click();
    await expect(page.getByRole('group', { name: t('Screenings on which it rests') }).getByRole('checkbox').first()).toBeChecked();
    await answerAll(page, { 'Status': { choose: 'Identified by an NGO' }, 'Who decided': { choose: 'NGO' } });
    await save(page);
    await expect(page.getByRole('main')).toContainText(t('Rests on:'));
  });
});
