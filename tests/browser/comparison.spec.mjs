// Two organisations that help the same person, written in two alphabets, find out whom to ask about. Without scripts, in Kazakh; the
// messages go over the line from server to server.
import { expect } from '@playwright/test';
import { newCase } from './cases.mjs';
import { introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'kk';
const say = (id) => t(id, language);
const test = partnersTest(language);
const main = (page) => page.getByRole('main');

async function agree(one) {
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10).split('-');
  await one.director.goto('/comparisons');
  await main(one.director).getByRole('listitem').getByRole('link').first().click();
  one.address = new URL(one.director.url()).pathname;
  await expect(main(one.director)).toContainText(say('Nothing is compared: two stewards have not agreed to it.'));
  await main(one.director).getByText(say('Agree to other terms'), { exact: true }).click();
  const fill = (name, value) => one.director.locator(`[name="${name}"]`).fill(value);
  // What cannot be agreed comes back as it was typed, with a sentence.
  await fill('runs', '99');
  await fill('persons', '500');
  await fill('ground', 'Наурыздағы шарт');
  await fill('until-day', until[2]);
  await fill('until-month', until[1]);
  await fill('until-year', until[0]);
  await mainButton(one.director, 'Agree', language).click();
  await expect(one.director.locator('.govuk-error-summary')).toBeVisible();
  await expect(one.director.locator('[name=ground]')).toHaveValue('Наурыздағы шарт');
  await fill('runs', '2');
  await mainButton(one.director, 'Agree', language).click();
  await one.worker.goto(one.address);
  await mainButton(one.worker, 'Agree to the same', language).click();
  await expect(mainButton(one.worker, 'Compare now', language)).toBeVisible();
}

// Until something is seen on the page of `one`; looking opens what has come. The other side looks, too.
async function until(one, other, locator) {
  await expect(async () => {
    await other.worker.goto(other.address);
    await one.worker.goto(one.address);
    await expect(locator(one.worker)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
}

test('two organisations find the person whom both help, and no name goes over', async ({ found }) => {
  test.setTimeout(300_000);
  const a = await found(21);
  const b = await found(22);
  await introduce(a, b, language);
  await introduce(b, a, language);
  for (const [one, family, given] of [[a, 'Жүсіпова', 'Әлия'], [b, 'Zhusipova', 'Aliya']]) {
    await newCase(one.worker, { language, family, given, birth: '1998-03-14' });
  }
  await agree(a);
  await agree(b);
  await test.step('one begins, the other one answers', async () => {
    await mainButton(a.worker, 'Compare now', language).click();
    await expect(main(a.worker)).toContainText(say('A comparison with this partner is going on. Wait for its end, or stop it.'));
    await until(b, a, (page) => mainButton(page, 'Answer', language));
    await mainButton(b.worker, 'Answer', language).click();
  });
  await test.step('both see their own person, and not the other', async () => {
    for (const [one, other, own, foreign] of [[a, b, 'Жүсіпова', 'Zhusipova'], [b, a, 'Zhusipova', 'Жүсіпова']]) {
      await until(one, other, (page) => page.getByRole('heading', { name: say('Whom to ask about'), exact: true }));
      await expect(main(one.worker)).toContainText(own);
      await expect(main(one.worker)).not.toContainText(foreign);
    }
  });
  await test.step('what came of it is written down', async () => {
    await main(a.worker).getByText(say('What came of it'), { exact: true }).first().click();
    const select = a.worker.locator('select[name="h0-state"]');
    if (await select.count()) await select.selectOption('asked');
    else await a.worker.locator('input[name="h0-state"][value="asked"]').check();
    await mainButton(a.worker, 'Save', language).first().click();
    await expect(main(a.worker).locator('.govuk-tag', { hasText: say('The partner was asked') })).toBeVisible();
  });
});
