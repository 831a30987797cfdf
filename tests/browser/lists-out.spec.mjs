// Working with lists: filters of one's own, several cases flagged and closed in one act, and a list that leaves as an
// encrypted file, opened as its receiver would open it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './fixtures.mjs';
import { newCase, press } from './cases.mjs';
import { t } from './words.mjs';

const caseLinks = (page) => page.getByRole('main').locator('td a[href^="/case/"], th a[href^="/case/"]');

test('a filter is kept by its name and becomes the first view', async ({ desk: page }) => {
  const { alias } = await newCase(page, { family: 'Фильтрова', given: 'Одна' });
  await page.goto(`/cases?alias=${encodeURIComponent(alias)}`);
  await page.getByText(t('Keep this filter'), { exact: true }).first().click();
  await page.getByLabel(t('Name of the filter')).fill('Only this one');
  await press(page, 'Keep the filter').click();
  await expect(page.getByText(t('The filter is kept.'))).toBeVisible();
  await page.goto('/cases?view=all');
  await page.getByRole('link', { name: 'Only this one' }).click();
  await expect(caseLinks(page)).toHaveText([alias]);
  await page.getByRole('link', { name: t('My filters') }).click();
  await page.getByText(t('Change'), { exact: true }).first().click();
  await press(page, 'Begin the list with this filter').click();
  await page.goto('/cases');
  await expect(caseLinks(page)).toHaveText([alias]);
  await page.goto('/cases/filters');
  await page.getByText(t('Change'), { exact: true }).first().click();
  await page.getByRole('button', { name: new RegExp(t('Delete')) }).click();
  await page.goto('/cases');
  await expect(caseLinks(page)).not.toHaveText([alias]);
});

test('two cases are flagged in one act, and then closed', async ({ desk: page }) => {
  const one = await newCase(page, { family: 'Пометкин', given: 'Первый' });
  const two = await newCase(page, { family: 'Пометкин', given: 'Второй' });
  await page.goto('/cases?view=all&sort=-updated');
  for (const { alias } of [one, two]) await page.getByRole('checkbox', { name: `${t('Choose')} ${alias}` }).check();
  await press(page, 'Flag the chosen cases').click();
  await page.getByLabel(t('What it says')).selectOption('check_papers');
  await press(page, 'Look what will happen').click();
  await expect(page.getByRole('main')).toContainText(one.alias);
  await press(page, 'Flag the cases').click();
  await expect(page.getByRole('status')).toContainText(two.alias);
  await page.goto('/cases?flag=check_papers&sort=-updated');
  for (const { alias } of [one, two]) await page.getByRole('checkbox', { name: `${t('Choose')} ${alias}` }).check();
  await press(page, 'Close the chosen cases').click();
  await page.getByLabel(t('Reason'), { exact: true }).selectOption('lost_contact');
  await press(page, 'Look what will happen').click();
  await press(page, 'Close the cases').click();
  await expect(page.getByRole('status')).toContainText(one.alias);
  await page.goto(one.address);
  await expect(page.getByRole('main')).toContainText(t('Contact lost'));
  await expect(page.getByRole('main')).toContainText(t('Check the papers'));
});

test('the list leaves as an encrypted file that its passphrase opens', async ({ desk: page }) => {
  const { alias } = await newCase(page, { family: 'Таблицына', given: 'Олеся' });
  await page.goto(`/cases?alias=${encodeURIComponent(alias)}`);
  await page.getByRole('link', { name: t('This list as a table for Excel') }).click();
  await expect(page.getByRole('checkbox', { name: t('Name'), exact: true })).not.toBeChecked();
  await page.getByRole('checkbox', { name: t('Name'), exact: true }).check();
  await press(page, 'Look what will go out').click();
  const passphrase = await page.locator('#passphrase').innerText();
  expect(passphrase.split(' ')).toHaveLength(6);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the file').click()]);
  expect(download.suggestedFilename()).toMatch(/^arasha-cases-\d{4}-\d\d-\d\d\.zip$/);
  const folder = mkdtempSync(join(tmpdir(), 'arasha-lists-out-'));
  try {
    const zip = join(folder, 'list.zip');
    await download.saveAs(zip);
    expect(readFileSync(zip).includes(alias)).toBe(false);
    expect(() => execFileSync('7z', ['x', `-o${folder}`, '-pwrong', '-y', zip], { stdio: 'pipe' })).toThrow();
    execFileSync('7z', ['x', `-o${folder}`, `-p${passphrase}`, '-y', zip], { stdio: 'pipe' });
    const sheet = join(folder, download.suggestedFilename().replace('.zip', '.xlsx'));
    const text = execFileSync('7z', ['e', '-so', sheet, 'xl/worksheets/sheet1.xml'], { encoding: 'utf8' });
    expect(text).toContain(alias);
    expect(text).toContain('Таблицына Олеся');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
