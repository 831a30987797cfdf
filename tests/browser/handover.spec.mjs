// A case, and then a whole shelter, are handed over to another organisation, from the offer to the protocol that both signed. Without
// scripts, in Russian; the messages go over the line from server to server.
import { expect } from '@playwright/test';
import { newCase } from './cases.mjs';
import { choose, consent } from './fields.mjs';
import { tooWide } from './pages.mjs';
import { introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const test = partnersTest(language);
const main = (page) => page.getByRole('main');
const button = (page, id) => mainButton(page, id, language);
const agree = (page, address, recipient) => consent(page, address.split('/').pop(), recipient, { purpose: 'handover', groups: null });

async function fillTerms(page, contact) {
  await page.locator('select[name=partner]').selectOption({ index: 1 });
  await choose(page, 'reason', 'successor');
  await page.locator('input[name=contact]').fill(contact);
}

// Until something is seen there; looking opens what has come.
async function until(page, address, look) {
  await expect(async () => {
    await page.goto(address);
    await look(page);
  }).toPass({ timeout: 60_000 });
}
const shows = (text) => async (page) => await expect(main(page)).toContainText(text, { timeout: 500 });

async function fits(page) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await tooWide(page)).toEqual([]);
  }
}

test('a case and a whole shelter change hands', async ({ found }) => {
  test.setTimeout(600_000);
  const a = await found(31);
  const b = await found(32);
  await introduce(a, b, language);
  await introduce(b, a, language);
  const first = await newCase(a.worker, { language, family: 'Ахметова', given: 'Айжан', summary: 'Просит место, где спокойно.' });
  const file = first.address.split('/').pop();
  let partner = '';
  let there = '';

  await test.step('without consent it does not go, and the page says what to do', async () => {
    await a.worker.goto(first.address);
    await main(a.worker).getByRole('link', { name: say('Hand the case over to another organisation') }).click();
    partner = (await a.worker.locator('select[name=partner] option').nth(1).innerText()).trim();
    await fillTerms(a.worker, 'Сауле, +7 701 000 11 22');
    await button(a.worker, 'Look what will go').click();
    await expect(main(a.worker)).toContainText(say('This case cannot go yet.'));
    await expect(button(a.worker, 'Send the offer')).toHaveCount(0);
    await expect(a.worker.locator('input[name=contact]')).toHaveValue('Сауле, +7 701 000 11 22');
    await agree(a.worker, first.address, partner);
  });

  await test.step('it is looked at, and offered without a name', async () => {
    await a.worker.goto(`/case/${file}/handover`);
    await fillTerms(a.worker, 'Сауле, +7 701 000 11 22');
    await a.worker.locator('[name^="things"][name$="-what"]').first().fill('Ключи от квартиры');
    await button(a.worker, 'Look what will go').click();
    await expect(main(a.worker)).toContainText(say('The person agreed to'));
    await fits(a.worker);
    await button(a.worker, 'Send the offer').click();
    await expect(a.worker).toHaveURL(/\/handover\/[^/]+$/);
    there = new URL(a.worker.url()).pathname;
    await until(b.worker, '/handover', async (page) => await expect(main(page).getByRole('table')).toBeVisible({ timeout: 500 }));
    await main(b.worker).getByRole('table').getByRole('link').first().click();
    b.address = new URL(b.worker.url()).pathname;
    await expect(main(b.worker)).toContainText('Ключи от квартиры');
    await expect(main(b.worker)).not.toContainText('Ахметова');
    await fits(b.worker);
  });

  await test.step('accepted, sent, taken over', async () => {
    await button(b.worker, 'Accept').click();
    await until(a.worker, there, async (page) => await expect(button(page, 'Send the cases')).toBeVisible({ timeout: 500 }));
    await button(a.worker, 'Send the cases').click();
    await until(b.worker, b.address, async (page) => await expect(button(page, 'Take over all that are here')).toBeVisible({ timeout: 500 }));
    await fits(b.worker);
    await button(b.worker, 'Take over all that are here').click();
    await expect(main(b.worker)).toContainText(say('Taken over'));
    await main(b.worker).getByRole('table').getByRole('link').first().click();
    await expect(main(b.worker)).toContainText('Айжан');
    await expect(main(b.worker)).toContainText('Просит место, где спокойно.');
    await until(a.worker, there, shows(say('Taken over')));
    await a.worker.goto(first.address);
    await expect(a.worker.getByRole('region', { name: say('Handover of the case') })).toContainText(partner);
    await fits(a.worker);
    await a.worker.goto(`/file/${file}/add/Note?case=${file}`);
    await a.worker.locator('textarea[name=text]').fill('Поздняя запись');
    await button(a.worker, 'Save').click();
    await expect(main(a.worker)).toContainText(say('This case was handed over to another organisation, which works in it now. Nothing new is written here.'));
    await expect(a.worker.locator('textarea[name=text]')).toHaveValue('Поздняя запись');
  });

  await test.step('the protocol, signed by both', async () => {
    await a.worker.goto(there);
    await button(a.worker, 'Make the protocol and sign it').click();
    await until(b.worker, b.address, async (page) => await expect(main(page).getByRole('button', { name: say('Read the protocol and sign it') }).or(main(page).getByRole('link', { name: say('Read the protocol and sign it') })).first()).toBeVisible({ timeout: 500 }));
    await b.worker.goto(`${b.address}/protocol`);
    await button(b.worker, 'Sign the protocol').click();
    await until(a.worker, `${there}/protocol`, shows(say('Both signatures are right. They were checked just now with the keys of both organisations.')));
    await fits(a.worker);
    const [download] = await Promise.all([a.worker.waitForEvent('download'), a.worker.getByRole('button', { name: say('PDF'), exact: true }).click()]);
    expect(download.suggestedFilename()).toBe('protocol.pdf');
  });

  await test.step('the whole shelter', async () => {
    const more = [];
    for (const [given, only] of [['Дана'], ['Мадина', []]]) {
      more.push(await newCase(a.worker, { language, family: 'Серікова', given, summary: 'Жила в приюте.', only }));
      await agree(a.worker, more.at(-1).address, partner);
    }
    await a.worker.goto('/handover');
    await main(a.worker).getByRole('button', { name: say('Hand over the whole shelter') }).or(main(a.worker).getByRole('link', { name: say('Hand over the whole shelter') })).first().click();
    await fillTerms(a.worker, 'Сауле');
    await button(a.worker, 'Look what will go').click();
    await expect(main(a.worker)).toContainText(say('Cannot go yet'));
    for (const one of more) await expect(main(a.worker).getByRole('table')).toContainText(one.alias);
    await fits(a.worker);
    await button(a.worker, 'Send the offer').click();
    const whole = new URL(a.worker.url()).pathname;
    await until(b.worker, '/handover', async (page) => await expect(main(page).getByRole('table').getByRole('row')).toHaveCount(3, { timeout: 500 }));
    await main(b.worker).getByRole('table').getByRole('link').first().click();
    const wholeThere = new URL(b.worker.url()).pathname;
    await expect(main(b.worker)).toContainText(say('the whole shelter'));
    await button(b.worker, 'Accept').click();
    await until(a.worker, whole, async (page) => await expect(button(page, 'Send the cases')).toBeVisible({ timeout: 500 }));
    await button(a.worker, 'Send the cases').click();
    await until(b.worker, wholeThere, shows(say('{1} of {2} cases sent, {3} taken over.', '2', '2', '0')));
    await until(b.worker, wholeThere, async (page) => await expect(button(page, 'Take over')).toHaveCount(2, { timeout: 500 }));
    await expect(main(b.worker).getByText(say('Restricted'), { exact: true })).toHaveCount(1);
    await button(b.worker, 'Take over all that are here').click();
    // One was restricted: who opens it here is asked first.
    await expect(b.worker.getByRole('heading', { level: 1 })).toHaveText(say('Who may open the restricted cases'));
    await fits(b.worker);
    await button(b.worker, 'Take over').click();
    await until(a.worker, whole, shows(say('{1} of {2} cases sent, {3} taken over.', '2', '2', '2')));
    await fits(a.worker);
    for (const one of more) {
      await a.worker.goto(one.address);
      await expect(a.worker.getByRole('region', { name: say('Handover of the case') })).toContainText(partner);
    }
  });
});
