// Every form of the case: each field that it asks for is kept, shown, and there again for a correction.
import { expect, test } from './fixtures.mjs';
import { correct, entries, entryWith, newCase, press, startEntry } from './cases.mjs';
import { fillEverything, form, save } from './fields.mjs';
import { t } from './words.mjs';

test('whatever an entry asks for is kept and shown', async ({ desk: page }) => {
  test.slow();
  const { address } = await newCase(page);
  for (const title of ['Identity', ...entries]) {
    await test.step(title, async () => {
      if (title === 'Identity') await correct(page.getByRole('region', { name: t('Person') })).click();
      else await startEntry(page, title);
      const typed = await fillEverything(page, `Typed in ${title}:`);
      await save(page);
      await expect(page).toHaveURL(new RegExp(address));
      for (const text of typed) await expect(page.getByRole('main')).toContainText(text);
    });
  }
});

test('an empty form names its mistakes, and keeps what was typed', async ({ desk: page }) => {
  test.slow();
  await newCase(page);
  const back = page.url();
  for (const title of entries.filter((one) => one !== 'Reopening the case')) {
    await test.step(title, async () => {
      await page.goto(back);
      await startEntry(page, title);
      const text = form(page).locator('textarea, input[type=text]:not([inputmode=numeric])').first();
      if (await text.count()) await text.fill('kept as it was typed');
      const before = page.url();
      await save(page);
      if (page.url() !== before) return;  // nothing of this form must be there
      const summary = page.locator('.govuk-error-summary');
      await expect(summary).toBeVisible();
      for (const link of await summary.getByRole('link').all()) {
        const target = (await link.getAttribute('href')).slice(1);
        await expect(page.locator(`[id="${target}"]`), 'each mistake leads to its field').toHaveCount(1);
      }
      if (await text.count()) await expect(text).toHaveValue('kept as it was typed');
    });
  }
});

test('what does not fit is refused beside its field', async ({ desk: page }) => {
  await newCase(page);
  await startEntry(page, 'Service given');
  await fillEverything(page, 'Typed:');
  const day = page.getByRole('group', { name: t('Date'), exact: true });
  await day.getByLabel(t('Day'), { exact: true }).fill('31');
  await day.getByLabel(t('Month'), { exact: true }).fill('2');
  await page.getByLabel(t('Quantity'), { exact: true }).fill('a few');
  await save(page);
  await expect(page.locator('.govuk-error-summary').getByRole('link')).toHaveCount(2);
  await expect(day.getByLabel(t('Day'), { exact: true })).toHaveValue('31');
  await expect(page.getByLabel(t('Quantity'), { exact: true })).toHaveValue('a few');
});

test('text is text, whatever it looks like', async ({ desk: page }) => {
  const hostile = `<img src=x onerror=alert(1)> "'&amp; {1} %s \u202e </textarea><script>alert(2)</script>`;
  const { address } = await newCase(page, { family: '<b>Bold</b>', summary: hostile });
  await expect(page.getByRole('main')).toContainText('<b>Bold</b>');
  await expect(page.getByRole('main')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.getByRole('main').locator('img[src="x"], script, b')).toHaveCount(0);
  await correct(entryWith(page, 'onerror')).click();
  await expect(page.getByLabel(t('What was said'))).toHaveValue(/<\/textarea><script>alert\(2\)<\/script>$/);
  await page.goto(address);
  await expect(press(page, 'Note')).toBeVisible();
});
