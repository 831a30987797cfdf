// Two organisations with a server each: cards and eight words, a request for a place, a referral that is accepted, becomes a
// case there, is answered and closed. Without scripts, in Russian; what travels goes by hand, as files.
import { join } from 'node:path';
import { newCase } from './cases.mjs';
import { expect, signIn } from './fixtures.mjs';
import { tooWide } from './pages.mjs';
import { agreeTo, choose, day, inDays, introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const button = (page, id) => mainButton(page, id, language);
// Ways on that look like buttons are called so.
const link = (page, id) => page.getByRole('main').getByRole('link', { name: say(id), exact: true }).or(button(page, id));

const test = partnersTest(language, { reached: false });

// The newest line of the conversation that is ours, as a file into the other house.
async function carry(page, other, folder) {
  const [download] = await Promise.all([page.waitForEvent('download'), link(page, 'Download as a file to carry by hand').first().click()]);
  expect(download.suggestedFilename()).toBe('message.arasha');
  const file = join(folder, `message-${Date.now()}.arasha`);
  await download.saveAs(file);
  await other.goto('/referrals/bring');
  await other.locator('input[type=file]').setInputFiles(file);
  await button(other, 'Read it').click();
  await expect(other).toHaveURL(/\/referrals$/);
}

test('a place is found, and a person is referred, accepted, answered', async ({ found }, info) => {
  test.setTimeout(300_000);
  const a = await found(11);
  const b = await found(12);
  await test.step('the cards are exchanged and the eight words compared', async () => {
    expect(await introduce(a, b, language)).toBe(b.words);
    expect(await introduce(b, a, language)).toBe(a.words);
    // A card that was altered is none.
    await a.director.goto('/partners/add');
    await a.director.locator('textarea[name=text]').fill(b.card.slice(0, -3) + 'AAA');
    await button(a.director, 'Read the card').click();
    await expect(a.director.locator('.govuk-error-summary')).toContainText(say('This is not the card of an organisation, or a part of it is missing. Ask for it again.'));
    await expect(a.director.locator('textarea[name=text]')).toHaveValue(/^ARASHA1:/);
  });

  let caseAddress = '';
  await test.step('a place is asked for without a name', async () => {
    caseAddress = (await newCase(a.worker, { language, family: 'Ахметова', given: 'Айжан', summary: 'Просит место, где спокойно.' })).address;
    await a.worker.goto(`/referrals/place/new?case=${caseAddress.split('/').pop()}`);
    await a.worker.locator('input[name=partners]').first().check();
    await choose(a.worker, 'needs', 'accommodation');
    await choose(a.worker, 'urgency', 'day');
    await choose(a.worker, 'sex', 'female');
    await a.worker.locator('input[name=children]').fill('3');
    await day(a.worker, 'answer_by', inDays(3));
    await a.worker.locator('textarea[name=note]').fill('Нужна тихая комната.');
    await button(a.worker, 'Ask').click();
    await expect(a.worker.locator('.govuk-error-summary')).toContainText(say('More children than people. Count the children among the people.'));
    await expect(a.worker.locator('textarea[name=note]')).toHaveValue('Нужна тихая комната.');
    await a.worker.locator('input[name=children]').fill('');
    await button(a.worker, 'Ask').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Waits for answers'));
    await carry(a.worker, b.worker, info.outputDir);
  });

  await test.step('the partner answers yes', async () => {
    await b.worker.getByRole('main').getByRole('link', { name: say('A partner asks for a place') }).first().click();
    const main = b.worker.getByRole('main');
    await expect(main).toContainText('Нужна тихая комната.');
    await expect(main).not.toContainText('Ахметова');
    await link(b.worker, 'Answer the request').click();
    await choose(b.worker, 'answer', 'yes');
    await b.worker.locator('textarea[name=note]').fill('Место есть с завтрашнего дня.');
    await button(b.worker, 'Send').click();
    await carry(b.worker, a.worker, info.outputDir);
    await a.worker.getByRole('main').getByRole('link', { name: say('We ask for a place') }).first().click();
    await expect(a.worker.getByRole('main')).toContainText(say('Somebody can help'));
    await expect(a.worker.getByRole('main')).toContainText('Место есть с завтрашнего дня.');
  });

  await test.step('the person is referred, once there is consent', async () => {
    await a.worker.getByRole('link', { name: new RegExp(`^${say('Refer the person there')}`) }).click();
    const refer = new URL(a.worker.url()).pathname;
    await expect(a.worker.getByRole('main')).toContainText('нет согласия', { ignoreCase: true });
    const recipient = (await a.worker.getByRole('heading', { level: 1 }).innerText()).replace(say('Refer to: {1}', '').trim(), '').trim();
    await agreeTo(a.worker, caseAddress.split('/').pop(), recipient, ['identity', 'services'], language);
    await a.worker.goto(refer);
    await choose(a.worker, 'reason', 'services');
    await choose(a.worker, 'services', 'accommodation');
    await choose(a.worker, 'urgency', 'day');
    await a.worker.locator('textarea[name=request]').fill('Просим принять на месяц.');
    await a.worker.locator('input[name=fields][value="Identity.given_name"]').check();
    await a.worker.locator('input[name=arrival_place]').fill('Вокзал, выход к такси');
    await button(a.worker, 'Show what the partner will see').click();
    const preview = a.worker.locator('section', { has: a.worker.locator('#preview') }).first();
    await expect(preview).toContainText('Айжан');
    await expect(preview).not.toContainText('Ахметова');
    await button(a.worker, 'Send it').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Sent'));
    await carry(a.worker, b.worker, info.outputDir);
  });

  await test.step('the partner reads, accepts and opens a case', async () => {
    await b.worker.getByRole('main').getByRole('link', { name: say('Referred to us') }).first().click();
    const main = b.worker.getByRole('main');
    await expect(main).toContainText('Айжан');
    await expect(main).toContainText('Просим принять на месяц.');
    await expect(main).not.toContainText('Ахметова');
    await link(b.worker, 'Accept').click();
    await b.worker.locator('input[name=contact]').fill('Айгерим, +7 701 000 11 22');
    await button(b.worker, 'Send').click();
    await carry(b.worker, a.worker, info.outputDir);
    await button(b.worker, 'Open a case from it').click();
    await expect(b.worker).toHaveURL(/\/case\//);
    await expect(b.worker.getByRole('main')).toContainText('Айжан');
    await a.worker.getByRole('main').getByRole('link', { name: say('We refer') }).first().click();
    await expect(a.worker.getByRole('main')).toContainText(say('Accepted'));
  });

  await test.step('it is done, answered and closed', async () => {
    await b.worker.goto('/referrals');
    await link(b.worker, 'Referred to us').first().click();
    await link(b.worker, 'Done').click();
    await choose(b.worker, 'outcome', 'provided');
    await button(b.worker, 'Send').click();
    await carry(b.worker, a.worker, info.outputDir);
    await a.worker.getByRole('main').getByRole('link', { name: say('We refer') }).first().click();
    await expect(a.worker.getByRole('main')).toContainText(say('The help was given'));
    await link(a.worker, 'Close').click();
    await button(a.worker, 'Send').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Closed'));
    await a.worker.goto(caseAddress);
    await expect(a.worker.getByRole('region', { name: say('Other organisations') })).toContainText(say('Closed'));
  });

  await test.step('the person changes her mind about another referral, and its page says so', async () => {
    const file = caseAddress.split('/').pop();
    await a.worker.goto(`/case/${file}/refer`);
    await a.worker.getByRole('main').locator(`a[href^="/case/${file}/refer/"]:not([href$="/outside"])`).first().click();
    await choose(a.worker, 'reason', 'services');
    await choose(a.worker, 'services', 'medicines');
    await choose(a.worker, 'urgency', 'week');
    await a.worker.locator('input[name=fields][value="Identity.sex"]').or(a.worker.locator('input[name=fields]').first()).first().check();
    await button(a.worker, 'Show what the partner will see').click();
    await button(a.worker, 'Send it').click();
    const thread = new URL(a.worker.url()).pathname;
    const recipient = (await a.worker.locator('.govuk-caption-l, .govuk-caption-xl, .govuk-caption-m').first().innerText()).trim();
    const gone = say("The person's consent does not cover this referral any more. Take it back.");
    await expect(a.worker.getByRole('main')).not.toContainText(gone);
    await a.worker.goto(`/file/${file}/add/Consent?case=${file}`);
    await choose(a.worker, 'purpose', 'referral');
    await a.worker.locator('input[name=recipient]').fill(recipient);
    await choose(a.worker, 'answer', 'withdrawn');
    await day(a.worker, 'date', inDays(0));
    await choose(a.worker, 'language', 'ru');
    await a.worker.locator('input[name=explained_by]').fill('Айгерим');
    await button(a.worker, 'Save').click();
    await a.worker.goto(thread);
    await expect(a.worker.getByRole('main')).toContainText(gone);
    await link(a.worker, 'Take it back').click();
    await button(a.worker, 'Send').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Taken back'));
    await expect(a.worker.getByRole('main')).not.toContainText(gone);
  });

  await test.step('it is counted, and small numbers are not told', async () => {
    await a.worker.goto('/referrals/network');
    const row = a.worker.getByRole('row').nth(1);
    await expect(row).toContainText(say('From us to the partner'));
    await expect(row).toContainText('1–4');
    for (const width of [360, 1280]) {
      await a.worker.setViewportSize({ width, height: 800 });
      expect(await tooWide(a.worker)).toEqual([]);
    }
  });

  await test.step('one steward stops everything', async () => {
    await a.director.goto('/partners');
    await a.director.getByRole('main').locator('a[href^="/partners/"]').filter({ hasNotText: say('Add a partner') }).last().click();
    await a.director.locator('summary', { hasText: say('Something is wrong with this partner') }).click();
    await button(a.director, 'Stop everything with this partner').click();
    await expect(a.director.getByRole('main')).toContainText(say('Keys not compared'));
    await a.worker.goto('/referrals/place/new');
    await expect(a.worker.getByRole('main')).toContainText(say('There are no partners yet'));
  });

  await test.step('who is not in the circle finds nothing', async () => {
    await a.director.context().clearCookies();
    await signIn(a.director, a.house.who('psychologist'), language);
    for (const address of ['/referrals', '/partners', '/referrals/place/new', '/referrals/danger/new']) expect((await a.director.goto(address)).status(), address).toBe(404);
  });
});
