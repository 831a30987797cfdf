// A new colleague, from the invitation to the first case and out again; who read what; the words that are compared.
import { House } from './house.mjs';
import { expect, guard, signIn, test } from './fixtures.mjs';
import { choosePlace, placeInBar, newCase, press } from './cases.mjs';
import { label, t } from './words.mjs';

const steward = { name: 'Steward One', passphrase: 'four quiet lamps by the river' };
const colleague = { name: 'Жаңа Әріптес', passphrase: 'семь зелёных вагонов утром' };

const eightWords = async (page) => (await page.getByRole('main').getByText(/^\s*(\p{Ll}+\s+){7}\p{Ll}+\s*$/u).innerText()).trim().split(/\s+/).join(' ');

test.describe('an organisation of one', () => {
  let own;
  test.beforeEach(async () => {
    own = House.empty({ steward: steward.name, passphrase: steward.passphrase });
    await own.start();
  });
  test.afterEach(() => own.remove());

  for (const scripts of [true, false]) {
    test(`invite, activate, compare, join, leave – ${scripts ? 'with' : 'without'} scripts`, async ({ browser }) => {
      test.slow();
      const desk = async () => {
        const context = await browser.newContext({ baseURL: own.url, javaScriptEnabled: scripts });
        return { page: await context.newPage(), watch: await guard(context, own) };
      };
      const { page, watch } = await desk();
      const { page: other, watch: otherWatch } = await desk();
      await signIn(page, steward);
      const { address, alias } = await newCase(page, { summary: 'Seen by the circle only' });

      await choosePlace(page, 'Members');
      await press(page, 'Invite somebody').click();
      await page.getByLabel(label('Name')).fill(colleague.name);
      await press(page, 'Make the account').click();
      await expect(page.getByRole('heading', { level: 1, name: t('The activation code for {1}', 'en', colleague.name) })).toBeVisible();
      const code = (await page.getByRole('main').innerText()).match(/\b[0-9A-Z]{4}([- ][0-9A-Z]{4}){5}\b|\b[0-9A-Z]{24}\b/i)[0];

      await other.goto('/activate');
      const activate = async (again) => {
        await other.getByLabel(label('Name')).fill(colleague.name);
        await other.getByLabel(label('Activation code')).fill(code);
        await other.getByLabel(label('Your new passphrase')).fill(colleague.passphrase);
        await other.getByLabel(label('The new passphrase again')).fill(again);
        await press(other, 'Activate').click();
      };
      await activate('another one altogether');
      await expect(other.locator('.govuk-error-summary')).toContainText(t('The two passphrases are not the same. Type both again.'));
      await activate(colleague.passphrase);
      await expect(other.getByRole('heading', { level: 1, name: t('Welcome, {1}', 'en', colleague.name) })).toBeVisible();
      const words = await eightWords(other);
      await other.goto(address);
      await expect(other.getByText(alias)).toHaveCount(0);
      await other.goto('/');
      await expect(other.getByText(alias)).toHaveCount(0);

      await choosePlace(page, 'Members');
      await page.getByRole('main').getByRole('link', { name: colleague.name }).first().click();
      await page.getByRole('main').locator('a[href$="/verify"]').first().click();
      expect(await eightWords(page), 'the steward and the colleague see the same words').toBe(words);
      await press(page, 'Confirm this person').click();
      await expect(page.locator('.govuk-error-summary')).toBeVisible();
      await page.getByLabel(t('I saw {1}, and all eight words are the same', 'en', colleague.name)).check();
      await press(page, 'Confirm this person').click();

      await choosePlace(page, 'Circles');
      await page.getByRole('main').getByRole('link', { name: t('Casework'), exact: true }).first().click();
      await page.getByLabel(label('Confirmed member')).selectOption({ label: colleague.name });
      await press(page, 'Add to the circle').click();
      await expect(page.getByRole('main')).toContainText(t('Added to the circle.'));
      const circle = page.url();

      await other.goto(address);
      await expect(other.getByRole('heading', { level: 1, name: alias })).toBeVisible();
      await expect(other.getByRole('main')).toContainText('Seen by the circle only');

      await page.goto(circle);
      await page.getByRole('row', { name: colleague.name }).getByRole('link', { name: t('Remove') }).click();
      await press(page, 'Remove from the circle').click();
      await expect(page.getByRole('main')).toContainText(t('Removed. The circle has a new key.'));
      await other.goto(address);
      await expect(other.getByText('Seen by the circle only')).toHaveCount(0);
      await expect(other.getByText(alias)).toHaveCount(0);

      // Who read what is in the record, with the name of the reader.
      await choosePlace(page, 'Reading record');
      await expect(page.getByRole('main').getByRole('row').filter({ hasText: colleague.name }).first()).toBeVisible();
      expect([...watch.faults, ...otherWatch.faults]).toEqual([]);
      expect(own.run('verify', '--data', own.data)).toBeTruthy();
      await page.context().close();
      await other.context().close();
    });
  }
});

test('the auditor sees who read, and no case; the caseworker does not see the record', async ({ page, house, desk, elsewhere }) => {
  const { alias } = await newCase(desk);
  const auditor = await elsewhere();
  await signIn(auditor, house.who('auditor'));
  await choosePlace(auditor, 'Reading record');
  await expect(auditor.getByRole('main').getByRole('row').filter({ hasText: house.members[0].name }).first()).toBeVisible();
  await expect(auditor.getByText(alias)).toHaveCount(0);
  const worker = await elsewhere();
  await signIn(worker, house.who('caseworker'));
  await expect(placeInBar(worker, 'Reading record')).toHaveCount(0);
  const answered = await worker.goto('/readings');
  expect(answered.status()).toBe(403);
  expect(page).toBe(desk);
});
