// Breaking the glass: told at once and reviewed; signs in the reading record seen and marked; a figure leads to its cases.
import { enter, expect, test } from './fixtures.mjs';
import { newCase, press } from './cases.mjs';
import { label, t } from './words.mjs';

const main = (page) => page.getByRole('main');
const title = (page) => page.getByRole('heading', { level: 1 });

test('a closed case is opened in an emergency, told at once and reviewed', async ({ desk, elsewhere, house, sessions }) => {
  const { address } = await newCase(desk, { family: 'Оразова', given: 'Мадина', summary: 'Seen in an emergency only' });

  // On duty in the shelter, and in the Emergency circle of the example.
  const night = await elsewhere();
  await enter(night, house, sessions, house.who('on duty'));
  await night.goto(address);
  await press(night, 'I need the whole case now: an emergency').or(press(night, 'I need this file now')).first().click();
  await expect(title(night)).toHaveText(t('I need this file now'));
  await press(night, 'Open it and tell everybody').click();
  await expect(night.locator('.govuk-error-summary')).toBeVisible();
  await night.getByLabel(t('Danger to life or health now')).check();
  await night.getByLabel(label('What happened')).fill('She does not wake up, the ambulance asks.');
  await press(night, 'Open it and tell everybody').click();
  await expect(night).toHaveURL(new RegExp(`${address}$`));
  await expect(main(night)).toContainText('Seen in an emergency only');
  await expect(main(night).locator('.govuk-warning-text').first()).toBeVisible();

  await desk.goto('/');
  const alarm = desk.locator('.arasha-alarm', { hasText: t('Files were opened in an emergency') });
  await expect(alarm).toBeVisible();
  await alarm.getByRole('link').first().click();
  await expect(main(desk)).toContainText('She does not wake up, the ambulance asks.');
  await desk.getByLabel(t('It was needed'), { exact: true }).check();
  await desk.getByLabel(label('What follows')).fill('Talked with her; the medicines go into the alerts.');
  await press(desk, 'Save the review').click();
  await expect(main(desk)).toContainText('Talked with her');

  await desk.goto('/');
  await press(desk, 'I have read this').click();
  await expect(desk.locator('.arasha-alarm', { hasText: t('Files were opened in an emergency') })).toHaveCount(0);

  // The whole of it stands in the reading record.
  await desk.goto('/readings?action=emergency');
  await expect(main(desk).locator('table')).toContainText(t('Opened in an emergency'));
});

test('an auditor sees what is striking and marks it', async ({ page, house, sessions }) => {
  await enter(page, house, sessions, house.who('auditor'));
  await page.goto('/readings/alerts');
  await expect(main(page)).toContainText(t('Closed cases opened'));
  const row = main(page).locator('tr', { hasText: t('Closed cases opened') }).first();
  await row.getByText(t('I have looked at this')).click();
  await row.getByRole('button', { name: t('Save') }).click();
  await expect(page.locator('.govuk-error-summary')).toBeVisible();
  const open = main(page).locator('tr', { hasText: t('Closed cases opened') }).first();
  await open.locator('textarea').fill('An old file was looked up for the court.');
  await open.getByRole('button', { name: t('Save') }).click();
  await expect(main(page)).not.toContainText('An old file was looked up');
  await page.goto('/readings/alerts?show=all');
  await expect(main(page)).toContainText('An old file was looked up for the court.');
});

test('a figure leads to exactly its cases', async ({ desk }) => {
  await desk.goto('/figures');
  await expect(title(desk)).toHaveText(t('Figures'));
  const links = main(desk).locator('table a[href^="/figures/cases"]');
  const all = await links.evaluateAll((found) => found.map((one) => ({ href: one.getAttribute('href'), count: Number(one.firstChild.textContent.replace(/\D/g, '')) })));
  expect(all.length).toBeGreaterThan(5);
  for (const { href, count } of all.slice(0, 12)) {
    await desk.goto(href);
    await expect(desk.locator('.govuk-hint').first()).toHaveText(new RegExp(`^${count} `));
    expect(await main(desk).locator('tbody tr').count()).toBe(Math.min(count, 25));
  }
});
