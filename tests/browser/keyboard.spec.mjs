// Everything is done by keyboard alone, and one sees where one is.
import { expect, test } from './fixtures.mjs';
import { newCase, press } from './cases.mjs';
import { save } from './fields.mjs';
import { label, t } from './words.mjs';

// Presses Tab until the wanted element has the focus; each stop on the way must be visible as such.
async function tabTo(page, target) {
  await expect(target).toBeVisible();
  for (let step = 0; step < 120; ++step) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
    const unseen = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return '';
      // The small boxes of choices draw their ring on the label beside them.
      const drawn = [one, one.nextElementSibling].filter(Boolean).flatMap((each) => ['', '::before'].map((part) => getComputedStyle(each, part || null)));
      const seen = drawn.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
      const box = one.getBoundingClientRect();
      return seen && box.width > 0 && box.height > 0 ? '' : one.outerHTML.slice(0, 120);
    });
    expect(unseen, 'the focus can be seen').toBe('');
  }
  throw new Error('Tab does not come there.');
}

test('signing in, a first contact and a note by keyboard', async ({ page, house }) => {
  test.slow();
  await page.goto('/sign-in');
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus'), 'the first stop leads past the bar').toHaveAttribute('href', '#main');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => location.hash)).toBe('#main');
  await tabTo(page, page.getByLabel(t('Name'), { exact: true }));
  await page.keyboard.type(house.members[0].name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(house.members[0].passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: t('My work') })).toBeVisible();

  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: t('New first contact') }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel(t('Hotline'), { exact: true }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByLabel(label('Family name')));
  await page.keyboard.type('Клавишин');
  await tabTo(page, page.getByRole('group', { name: label('Is anybody in danger now') }).getByRole('radio').first());
  await page.keyboard.press('Space');
  await tabTo(page, page.getByLabel(label('What was said')));
  await page.keyboard.type('Только клавиши.');
  await tabTo(page, page.getByRole('button', { name: t('Save') }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/case\//);

  await tabTo(page, press(page, 'Note'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel(t('Note'), { exact: true }));
  await page.keyboard.type('Записано с клавиатуры.');
  await tabTo(page, page.getByRole('button', { name: t('Save') }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText('Записано с клавиатуры.');
});

test('the summary of mistakes takes the focus and leads to the field', async ({ desk: page }) => {
  await page.goto('/contact');
  await save(page);
  await expect(page.locator('.govuk-error-summary')).toBeFocused();
  const first = page.locator('.govuk-error-summary').getByRole('link').first();
  const field = (await first.getAttribute('href')).slice(1);
  await first.press('Enter');
  await expect(page.locator(`[id="${field}"]`)).toBeInViewport();
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the summary of mistakes comes first in the page', async ({ desk: page }) => {
    await page.goto('/contact');
    await save(page);
    const first = page.getByRole('main').locator('*').filter({ hasText: /\S/ }).first();
    expect(await first.evaluate((one) => Boolean(one.closest('.govuk-error-summary') ?? one.querySelector('.govuk-error-summary')))).toBe(true);
    const heading = page.getByRole('main').getByRole('heading').first();
    expect(await heading.evaluate((one) => Boolean(one.closest('.govuk-error-summary')))).toBe(true);
  });
});

test('a case page is read in order: one main heading, no level left out', async ({ desk: page }) => {
  await newCase(page, { never: 'No voice messages.' });
  const levels = await page.locator('h1,h2,h3,h4,h5,h6').evaluateAll((all) => all.filter((one) => !one.closest('[role=alert], [role=alertdialog]')).map((one) => Number(one.tagName[1])));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  levels.reduce((before, level) => {
    expect(level).toBeLessThanOrEqual(before + 1);
    return level;
  }, 0);
});
