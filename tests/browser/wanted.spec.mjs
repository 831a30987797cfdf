// An organisation asks another one for a case that it may have: shown before it goes, looked for there by hand, answered by its people
// alone. Two servers, over the line, without scripts, in Russian.
import { newCase, press } from './cases.mjs';
import { choose, consent, day, inDays } from './fields.mjs';
import { expect, signIn } from './fixtures.mjs';
import { tooWide } from './pages.mjs';
import { introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const button = (page, id) => mainButton(page, id, language);
const main = (page) => page.getByRole('main');
const test = partnersTest(language);

// Looking opens what has come over the line.
async function until(page, address, sees) {
  await expect(async () => {
    await page.goto(address);
    await sees(main(page));
  }).toPass({ timeout: 60_000 });
}

test('a case that another organisation has is asked for, and its people answer', async ({ found }) => {
  test.setTimeout(300_000);
  const a = await found(31);
  const b = await found(32);
  await introduce(a, b, language);
  await introduce(b, a, language);
  const ours = (await newCase(a.worker, { language, family: 'Жүсіпова', given: 'Әлия', summary: 'Говорит, что ей помогали раньше.' })).address;
  const theirs = (await newCase(b.worker, { language, family: 'Жусупова', given: 'Алия', summary: 'Жила у нас в 2019 году.' })).address;
  const file = ours.split('/').pop();
  let here = '';
  let there = '';

  await test.step('nothing goes without consent, and it is shown before it goes', async () => {
    await a.worker.goto(ours);
    await press(a.worker, "Ask a partner for this person's earlier case", language).click();
    await main(a.worker).locator(`a[href^="/case/${file}/wanted/"]`).first().click();
    const ask = new URL(a.worker.url()).pathname;
    const recipient = (await a.worker.getByRole('heading', { level: 1 }).innerText()).replace(say('Ask for a case: {1}', '').trim(), '').trim();
    await expect(main(a.worker)).toContainText(say('Not covered'));
    await consent(a.worker, file, recipient);
    await a.worker.goto(ask);
    await choose(a.worker, 'wants', 'case');
    await choose(a.worker, 'reason', 'repeat');
    await choose(a.worker, 'ground', 'court');
    await a.worker.locator('textarea[name=request]').fill('Просим передать дело.');
    await a.worker.locator('input[name=there_from]').fill('2019');
    await day(a.worker, 'answer_by', inDays(10));
    await button(a.worker, 'Show what the partner will see').click();
    // What is missing is said, and what was typed is there.
    await expect(a.worker.locator('.govuk-error-summary')).toContainText(say('Write which law or which order: the partner must see it.'));
    await expect(a.worker.locator('.govuk-error-summary')).toContainText(say('Choose at least a name or the number of a document: with less the partner cannot look.'));
    await expect(a.worker.locator('textarea[name=request]')).toHaveValue('Просим передать дело.');
    await choose(a.worker, 'ground', 'consent');
    await a.worker.locator('input[name=fields][value="Identity.given_name"]').check();
    await a.worker.locator('input[name=fields][value="Identity.family_name"]').check();
    await button(a.worker, 'Show what the partner will see').click();
    await expect(a.worker.locator('section', { has: a.worker.locator('#preview') }).first()).toContainText('Жүсіпова');
    for (const width of [360, 1280]) {
      await a.worker.setViewportSize({ width, height: 800 });
      expect(await tooWide(a.worker)).toEqual([]);
    }
    await button(a.worker, 'Send it').click();
    here = new URL(a.worker.url()).pathname;
    await expect(main(a.worker)).toContainText(say('Sent'));
  });

  await test.step('the partner sees it waiting, looks, and names its case', async () => {
    await until(b.worker, '/referrals?view=waiting', (page) => expect(page.getByRole('link', { name: say('A partner asks for a case') })).toBeVisible({ timeout: 500 }));
    await main(b.worker).getByRole('link', { name: say('A partner asks for a case') }).click();
    there = new URL(b.worker.url()).pathname;
    await expect(main(b.worker)).toContainText('Жүсіпова');
    await expect(main(b.worker)).toContainText('Просим передать дело.');
    await button(b.worker, 'Look in our own register').click();
    await expect(main(b.worker)).toContainText('Жусупова');
    const found = main(b.worker).getByRole('listitem').filter({ has: b.worker.locator(`a[href="${theirs}"]`) }).last();
    await found.getByRole('button', { name: say('It is this person: name this case') }).click();
    await expect(b.worker).toHaveURL(new RegExp(`${there}$`));
    for (const width of [360, 1280]) {
      await b.worker.setViewportSize({ width, height: 800 });
      expect(await tooWide(b.worker)).toEqual([]);
    }
  });

  await test.step('the asking side learns nothing of it', async () => {
    await until(a.worker, here, (page) => expect(page).toContainText(say('Received'), { timeout: 500 }));
    await expect(main(a.worker)).not.toContainText('Жусупова');
    await expect(main(a.worker)).not.toContainText(say('Looked for in our own register'));
  });

  await test.step('handing over needs the consent there; meanwhile the person is asked', async () => {
    await press(b.worker, 'Answer the request', language).click();
    await choose(b.worker, 'answer', 'hand_over');
    await b.worker.locator('textarea[name=note]').fill('Передадим на этой неделе.');
    await button(b.worker, 'Send').click();
    await expect(b.worker.locator('.govuk-error-summary')).toBeVisible();
    await expect(b.worker.locator('textarea[name=note]')).toHaveValue('Передадим на этой неделе.');
    await choose(b.worker, 'answer', 'ask_first');
    await b.worker.locator('textarea[name=note]').fill('Напишем ей.');
    await button(b.worker, 'Send').click();
    await expect(main(b.worker)).toContainText(say('The person is asked first'));
    await until(a.worker, '/referrals?view=waiting', (page) => expect(page.getByRole('link', { name: say('We ask for a case') })).toBeVisible({ timeout: 500 }));
    await main(a.worker).getByRole('link', { name: say('We ask for a case') }).click();
    await expect(main(a.worker)).toContainText('Напишем ей.');
  });

  await test.step('she agreed, and the case is handed over', async () => {
    const asker = (await b.worker.goto(there), await b.worker.locator('.govuk-caption-l, .govuk-caption-xl, .govuk-caption-m').first().innerText()).trim();
    await consent(b.worker, theirs.split('/').pop(), asker, { groups: ['services'] });
    await b.worker.goto(`${there}/wanted/answer`);
    await choose(b.worker, 'answer', 'hand_over');
    await button(b.worker, 'Send').click();
    await expect(main(b.worker).locator(`a[href^="${theirs}/handover?partner="]`)).toBeVisible();
    await until(a.worker, here, (page) => expect(page).toContainText(say('The partner hands the case over to you. The handover comes as a conversation of its own.'), { timeout: 500 }));
    await a.worker.goto(ours);
    await expect(a.worker.getByRole('region', { name: say('Other organisations') })).toContainText(say('Answered'));
  });

  await test.step('who is not in the circle finds nothing', async () => {
    await b.director.context().clearCookies();
    await signIn(b.director, b.house.who('psychologist'), language);
    for (const address of [there, `${there}/wanted/answer`]) expect((await b.director.goto(address)).status(), address).toBe(404);
  });
});
