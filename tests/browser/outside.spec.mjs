// Somebody is referred to a hospital that has no such program: a page that is read one time, with six words told by telephone, and
// a locked file that opens with the same words. Without scripts, in Russian.
import { readFileSync } from 'node:fs';
import { newCase, press } from './cases.mjs';
import { consent } from './fields.mjs';
import { expect, test } from './fixtures.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
test.use({ language, javaScriptEnabled: false });

async function fillIn(page, file, recipient, way) {
  await page.goto(`/case/${file}/refer/outside`);
  await page.locator('input[name=recipient]').fill(recipient);
  await page.locator(`input[name=way][value=${way}]`).check();
  await page.locator('input[name=reason][value=services]').check();
  await page.locator('input[name=services][value=hospital]').check();
  await page.locator('input[name=urgency][value=day]').check();
  await page.locator('textarea[name=request]').fill('Нужен осмотр, перевод на узбекский.');
  await press(page, 'Show what the partner will see', language).click();
  // Which fields the consent covers is known once the recipient is.
  await page.locator('input[name=fields][value="Identity.given_name"]').check();
  await press(page, 'Show what the partner will see', language).click();
  await expect(page.getByRole('region', { name: say('What {1} will see', recipient) })).toContainText('Гульжан');
}

test('a hospital reads it one time, and a locked file opens with the words', async ({ desk: page, elsewhere }) => {
  test.setTimeout(120_000);
  const hospital = 'Больница № 5';
  const made = await newCase(page, { language, family: 'Ерғалиева', given: 'Гульжан', summary: 'Жалуется на боль.' });
  const file = made.address.split('/').pop();
  await page.goto(`/case/${file}/refer/outside`);
  await page.locator('input[name=recipient]').fill(hospital);
  await page.locator('input[name=reason][value=services]').check();
  await page.locator('input[name=services][value=hospital]').check();
  await page.locator('input[name=urgency][value=day]').check();
  await press(page, 'Show what the partner will see', language).click();
  await expect(page.locator('.govuk-error-summary'), 'without consent nothing goes').toBeVisible();
  await expect(page.locator('input[name=recipient]')).toHaveValue(hospital);

  await consent(page, file, hospital);
  await fillIn(page, file, hospital, 'page');
  await press(page, 'Make the page', language).click();
  const address = (await page.locator('.arasha-code').innerText()).trim().replace(/^https?:\/\/[^/]+/, '');
  const words = (await page.locator('.arasha-spoken').innerText()).trim();
  expect(words.split(' ').length).toBe(6);
  await press(page, 'Go on', language).click();
  const thread = new URL(page.url()).pathname;
  await expect(page.getByRole('main')).toContainText(say('Not read yet'));

  const doctor = await elsewhere();
  await doctor.goto(address);
  await expect(doctor.locator('body')).not.toContainText('Гульжан');
  await doctor.locator('input[name=words]').fill(words);
  await doctor.getByRole('button').last().click();
  await expect(doctor.locator('body')).toContainText('Гульжан');
  await expect(doctor.locator('body')).not.toContainText('Ерғалиева');
  await doctor.goto(address);
  await expect(doctor.locator('body')).not.toContainText('Гульжан');

  await page.goto(thread);
  await expect(page.getByRole('main')).not.toContainText(say('Not read yet'));
  await press(page, 'Accept', language).click();
  await page.locator('input[name=contact]').fill('Приёмное отделение');
  await press(page, 'Send', language).click();
  await expect(page.getByRole('main')).toContainText(say('Accepted'));

  await fillIn(page, file, hospital, 'file');
  const secret = (await page.locator('.arasha-spoken').innerText()).trim();
  expect(secret.split(' ').length).toBe(6);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download the locked file', language).click()]);
  const sealed = readFileSync(await download.path());
  expect(sealed.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  expect(sealed.includes(Buffer.from('Гульжан'))).toBe(false);
});
