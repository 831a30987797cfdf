// An embassy fills in the form for partners, a caseworker makes a first contact of it and answers, the embassy comes back. Without
// scripts on the embassy's side; in Russian, as in life.
import { nobodyKnown } from './cases.mjs';
import { enter, expect, test } from './fixtures.mjs';
import { barriers, tooWide } from './pages.mjs';
import { t } from './words.mjs';

const ru = 'ru';
const organization = 'Посольство для проверки';

async function fits(page) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await tooWide(page), `${page.url()} at ${width}`).toEqual([]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  }
}

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts, language: ru });

    test('a message of an embassy leads to a first contact and an answer', async ({ page, browser, house, sessions, contextOptions }) => {
      test.slow();
      const outside = await browser.newContext({ ...contextOptions, baseURL: house.url, javaScriptEnabled: false });
      const embassy = await outside.newPage();
      await embassy.goto('/to/embassy?lang=ru');
      await fits(embassy);
      await expect(embassy.getByText('112')).toBeVisible();
      await embassy.getByLabel(t('Your organisation', ru), { exact: true }).fill(organization);
      await embassy.getByLabel(t('What kind of organisation it is', ru), { exact: true }).selectOption({ label: t('Embassy or consulate', ru) });
      await embassy.locator('[name="called"]').fill('Код Б-12');
      await embassy.locator('[name="happened"]').fill('Пришёл вчера, паспорт забрали на стройке.');
      await embassy.waitForTimeout(4500);
      // The first question was forgotten: nothing is lost.
      await embassy.getByRole('button', { name: t('Send', ru), exact: true }).click();
      await expect(embassy.locator('.govuk-error-summary')).toBeVisible();
      await expect(embassy.locator('[name="happened"]')).toHaveValue('Пришёл вчера, паспорт забрали на стройке.');
      await embassy.getByRole('group', { name: t('Is anybody in danger now', ru) }).getByLabel(t('Possible danger', ru), { exact: true }).check();
      await embassy.getByRole('button', { name: t('Send', ru), exact: true }).click();
      await expect(embassy.getByRole('heading', { level: 1 })).toHaveText(t('It has arrived', ru));
      await fits(embassy);
      const words = (await embassy.locator('.arasha-receipt li').allTextContents()).join(' ');
      expect(words.split(' ')).toHaveLength(12);
      expect(await outside.cookies()).toEqual([]);

      const worker = house.members.find((one) => one.name === 'Айгерим');
      await enter(page, house, sessions, worker, ru);
      await expect(page.getByRole('link', { name: /через форму/ }).first()).toBeVisible();
      await page.goto('/intake');
      await fits(page);
      await page.getByRole('listitem').filter({ hasText: organization }).getByRole('button').click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(organization);
      await fits(page);
      const message = page.url();
      await page.getByRole('button', { name: t('Make a first contact of it', ru) }).click();
      await expect(page.locator('[name="contact-summary"]')).toHaveValue('Пришёл вчера, паспорт забрали на стройке.');
      await expect(page.locator('[name="contact-organization"]')).toHaveValue(organization);
      await page.getByRole('button', { name: t('Save', ru), exact: true }).click();
      // On one server the other run has written the same name.
      await nobodyKnown(page, ru);
      await page.goto(message);
      await expect(page.getByText(t('It became a case', ru)).first()).toBeVisible();
      await page.locator('[name="text"]').fill('Приходите с ним завтра в десять.');
      await page.getByRole('button', { name: t('Send the answer', ru) }).click();
      await expect(page.getByText(t('The answer waits for whoever has the twelve words.', ru))).toBeVisible();

      await embassy.goto('/to/embassy/again?lang=ru');
      await fits(embassy);
      await embassy.locator('[name="words"]').fill(words.toUpperCase());
      await embassy.getByRole('button', { name: t('Read our answer', ru) }).click();
      await expect(embassy.getByText('Приходите с ним завтра в десять.')).toBeVisible();
      await fits(embassy);
      await embassy.locator('[name="text"]').fill('Будем в десять, нас двое.');
      await embassy.waitForTimeout(4500);
      await embassy.getByRole('button', { name: t('Send', ru), exact: true }).click();
      await expect(embassy.getByText(t('It has arrived. Keep your twelve words: they stay the same.', ru))).toBeVisible();
      expect(await outside.cookies()).toEqual([]);
      await outside.close();

      await page.goto(message);
      await page.getByRole('button', { name: new RegExp(t('Open it', ru)) }).click();
      await expect(page.getByText('Будем в десять, нас двое.')).toBeVisible();
    });
  });
}

test('an operator of the hotline sees the public form, and not the partners', async ({ page, house, sessions }) => {
  await enter(page, house, sessions, house.members.find((one) => one.name === 'Олжас'));
  await page.goto('/intake');
  await expect(page.getByText('sewing')).toBeVisible();
  await expect(page.getByText('embassy')).toHaveCount(0);
});

test('a caseworker of another circle finds no inbox', async ({ page, house, sessions }) => {
  await enter(page, house, sessions, house.members.find((one) => one.name === 'Данияр'));
  const answer_ = await page.goto('/intake');
  expect(answer_.status()).toBe(404);
});

test('a steward makes a form with a code', async ({ desk: page }) => {
  await page.goto('/settings/intake');
  await fits(page);
  await page.getByRole('button', { name: 'Make a form' }).or(page.getByRole('link', { name: 'Make a form' })).click();
  await fits(page);
  await page.getByLabel('Word in the address').fill('partners-x');
  await page.getByLabel('For partner organisations').check();
  await page.getByLabel('Referral circle').check();
  await page.getByRole('group', { name: 'Ask for a code' }).getByLabel('Yes').check();
  await page.getByRole('group', { name: 'Takes messages' }).getByLabel('Yes').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('main code')).toHaveText(/^([a-z]{4} ){4}[a-z]{4}$/);
});

for (const address of ['/to/embassy', '/to/sewing', '/to/sewing/again']) {
  test(`${address} is without barriers and sets no cookie`, async ({ page }) => {
    await page.goto(`${address}?lang=kk`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'kk');
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await barriers(page)).toEqual([]);
    }
    expect(await page.context().cookies()).toEqual([]);
  });
}
