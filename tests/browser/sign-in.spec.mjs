import { choosePlace } from './cases.mjs';
import { answerElsewhere, enter, expect, signIn, test } from './fixtures.mjs';
import { languages, t } from './words.mjs';

const openAccount = (page, language) => choosePlace(page, 'My account', language);

for (const language of languages) {
  test(`signing in and out in ${language}`, async ({ page, house, context }) => {
    await signIn(page, house.members[0], language);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const cookie = (await context.cookies()).find((one) => one.httpOnly && one.sameSite === 'Strict' && one.expires === -1);
    expect(cookie, 'the session lies in a cookie that scripts and other sites do not get, and that ends with the browser').toBeTruthy();
    await openAccount(page, language);
    await page.getByRole('button', { name: t('Sign out', language) }).click();
    await expect(page.getByRole('heading', { level: 1, name: t('Sign in', language) })).toBeVisible();
    await page.goto('/');
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test('a wrong passphrase and an unknown name get the same answer', async ({ page, house }) => {
  const answers = [];
  for (const name of [house.members[0].name, 'Nobody of this house']) {
    await page.goto('/sign-in');
    await page.getByLabel(t('Name'), { exact: true }).fill(name);
    await page.getByLabel(t('Passphrase'), { exact: true }).fill('not the passphrase of anybody');
    await page.getByRole('button', { name: t('Sign in') }).click();
    const summary = page.locator('.govuk-error-summary');
    await expect(summary).toBeVisible();
    await expect(page.getByLabel(t('Passphrase'), { exact: true })).toHaveValue('');
    answers.push(await summary.innerText());
  }
  expect(answers[1]).toBe(answers[0]);
});

test('after signing in, the page that was asked for comes; another site never', async ({ page, house }) => {
  await page.goto('/contact');
  await expect(page).toHaveURL(/\/sign-in\?to=/);
  await page.getByLabel(t('Name'), { exact: true }).fill(house.members[0].name);
  await page.getByLabel(t('Passphrase'), { exact: true }).fill(house.members[0].passphrase);
  await page.getByRole('button', { name: t('Sign in') }).click();
  await expect(page).toHaveURL(`${house.url}/contact`);
  for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/%09/evil.example']) {
    await page.goto(`/language/en?to=${encodeURIComponent(to)}`);
    expect(new URL(page.url()).origin).toBe(house.url);
  }
});

test('leaving quickly leaves at once and ends the session', async ({ page, house, watch, context }) => {
  await answerElsewhere(context, house);
  await signIn(page, house.members[0]);
  await page.getByRole('link', { name: t('Leave quickly') }).click();
  await expect(page.getByText('Elsewhere')).toBeVisible();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  watch.left.length = 0;
});

test('the way back after signing out shows nothing of the case', async ({ page, house }) => {
  await signIn(page, house.members[0]);
  const link = page.locator('main a[href^="/case/"]').first();
  const alias = await link.innerText();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: alias })).toBeVisible();
  await openAccount(page);
  await page.getByRole('button', { name: t('Sign out') }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('Sign in') })).toBeVisible();
  for (let step = 0; step < 3; ++step) {
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: t('Sign in') })).toBeVisible();
    await expect(page.getByText(alias)).toHaveCount(0);
  }
});

test('every page has the way out; three presses of Shift take it', async ({ page, house, watch, javaScriptEnabled, context }) => {
  await answerElsewhere(context, house);
  await page.goto('/sign-in');
  await expect(page.getByRole('link', { name: t('Leave quickly') })).toBeVisible();
  await signIn(page, house.members[0]);
  await expect(page.getByRole('link', { name: t('Leave quickly') })).toBeVisible();
  test.skip(javaScriptEnabled === false, 'the key is a help of scripts');
  // All at once: how fast a busy machine hands keys over is not what is tried here.
  await page.evaluate(() => {
    for (let press = 0; press < 3; ++press) document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
  });
  await expect(page.getByText('Elsewhere')).toBeVisible();
  watch.left.length = 0;
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
});
