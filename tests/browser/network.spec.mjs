// Three organisations with a server each, on the network of this machine: an embassy writes, a place is found, the person is
// referred, helped and heard of again; a hospital without the program reads one page one time; the case, and then a whole shelter, are
// handed over to a successor; and nothing of it lies open in any folder.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { choose, consent, day, inDays } from './fields.mjs';
import { newCase, nobodyKnown } from './cases.mjs';
import { expect } from './fixtures.mjs';
import { introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const button = (page, id) => mainButton(page, id, language);
const link = (page, id) => page.getByRole('main').getByRole('link', { name: say(id), exact: true }).or(button(page, id)).first();
const test = partnersTest(language);

// What is delivered appears on the page of other organisations; until then it is looked at again.
async function comes(page, name) {
  await expect(async () => {
    await page.goto('/referrals');
    await expect(link(page, name)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await link(page, name).click();
}
// The page that is open is loaded anew until it says so.
async function says(page, text) {
  await expect(async () => {
    await page.goto('/referrals');
    await page.goBack();
    await page.reload();
    await expect(page.getByRole('main')).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

// Handed over from the form of that address, until the successor has so many cases; answers the conversation.
async function handOver(from, to, address, cases) {
  await from.worker.goto(address);
  await choose(from.worker, 'partner', to.id);
  await choose(from.worker, 'reason', 'successor');
  await from.worker.locator('input[name=contact]').fill('Сауле, +7 701 000 55 66');
  await button(from.worker, 'Look what will go').click();
  await button(from.worker, 'Send the offer').click();
  await expect(from.worker).toHaveURL(/\/handover\/[^/]+$/);
  const ours = new URL(from.worker.url()).pathname;
  let theirs = '';
  await expect(async () => {
    await to.worker.goto('/handover');
    await to.worker.getByRole('main').getByRole('table').getByRole('link').first().click({ timeout: 500 });
    await expect(button(to.worker, 'Accept')).toBeVisible({ timeout: 500 });
    theirs = new URL(to.worker.url()).pathname;
  }).toPass({ timeout: 30_000 });
  await button(to.worker, 'Accept').click();
  const until = (page, place, look) => expect(async () => { await page.goto(place); await look(page.getByRole('main')); }).toPass({ timeout: 60_000 });
  await until(from.worker, ours, () => expect(button(from.worker, 'Send the cases')).toBeVisible({ timeout: 500 }));
  await button(from.worker, 'Send the cases').click();
  await until(to.worker, theirs, () => expect(button(to.worker, 'Take over')).toHaveCount(cases, { timeout: 500 }));
  await button(to.worker, 'Take over all that are here').click();
  await until(from.worker, ours, (main) => expect(main).toContainText(say('{1} of {2} cases sent, {3} taken over.', cases, cases, cases), { timeout: 500 }));
  await button(from.worker, 'Make the protocol and sign it').click();
  await until(to.worker, `${theirs}/protocol`, () => expect(button(to.worker, 'Sign the protocol')).toBeVisible({ timeout: 500 }));
  await button(to.worker, 'Sign the protocol').click();
  await until(from.worker, `${ours}/protocol`, (main) => expect(main).toContainText(say('Both signatures are right. They were checked just now with the keys of both organisations.'), { timeout: 500 }));
  return theirs;
}

function* filesIn(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

test('three servers: from an embassy to a place, and nothing lies open', async ({ found, browser }) => {
  test.setTimeout(600_000);
  const [centre, shelter, successor] = [await found(21), await found(22), await found(23)];
  for (const [one, other] of [[centre, shelter], [centre, successor], [shelter, successor]]) {
    expect(await introduce(one, other, language)).toBe(other.words);
    expect(await introduce(other, one, language)).toBe(one.words);
  }
  const worker = centre.worker;
  const embassyContext = await browser.newContext({ baseURL: centre.house.url, javaScriptEnabled: false });
  const embassy = await embassyContext.newPage();
  let receipt = '';
  let file = '';

  await test.step('an embassy writes through the sealed form, and it becomes a first contact', async () => {
    await embassy.goto('/to/embassy?lang=ru');
    await embassy.getByLabel(say('Your organisation'), { exact: true }).fill('Посольство Узбекистана');
    await embassy.getByLabel(say('What kind of organisation it is'), { exact: true }).selectOption({ label: say('Embassy or consulate') });
    await embassy.locator('[name="called"]').fill('Код Ж-7');
    await embassy.locator('[name="happened"]').fill('Работал на стройке Тургунбаев, паспорт у прораба.');
    await embassy.getByRole('group', { name: say('Is anybody in danger now') }).getByLabel(say('Possible danger'), { exact: true }).check();
    await embassy.waitForTimeout(4500);
    await embassy.getByRole('button', { name: say('Send'), exact: true }).click();
    await expect(embassy.getByRole('heading', { level: 1 })).toHaveText(say('It has arrived'));
    receipt = (await embassy.locator('.arasha-receipt li').allTextContents()).join(' ');
    await worker.goto('/intake');
    await worker.getByRole('listitem').filter({ hasText: 'Посольство Узбекистана' }).getByRole('button').click();
    const message = worker.url();
    await button(worker, 'Make a first contact of it').click();
    await worker.locator('[name="identity-family_name"]').fill('Тургунбаев');
    await worker.locator('[name="identity-given_name"]').fill('Шерзод');
    await button(worker, 'Save').click();
    await nobodyKnown(worker, language);
    file = new URL(worker.url()).pathname.split('/').pop();
    await worker.goto(message);
    await worker.locator('[name="text"]').fill('Мы встретим его сегодня.');
    await button(worker, 'Send the answer').click();
    await embassy.goto('/to/embassy/again?lang=ru');
    await embassy.locator('[name="words"]').fill(receipt);
    await embassy.getByRole('button', { name: say('Read our answer') }).click();
    await expect(embassy.getByText('Мы встретим его сегодня.')).toBeVisible();
    await embassyContext.close();
  });

  let asked = '';
  await test.step('a place is asked for at two partners, without a name; one has it', async () => {
    await worker.goto(`/referrals/place/new?case=${file}`);
    for (const box of await worker.locator('input[name=partners]').all()) await box.check();
    expect(await worker.locator('input[name=partners]').count()).toBe(2);
    await choose(worker, 'needs', 'accommodation');
    await choose(worker, 'urgency', 'day');
    await choose(worker, 'sex', 'male');
    await day(worker, 'answer_by', inDays(3));
    await button(worker, 'Ask').click();
    asked = worker.url();
    for (const [there, answer, note] of [[shelter, 'yes', 'Есть комната с четверга.'], [successor, 'no', 'Мест нет до весны.']]) {
      await comes(there.worker, 'A partner asks for a place');
      await expect(there.worker.getByRole('main')).not.toContainText('Тургунбаев');
      await link(there.worker, 'Answer the request').click();
      await choose(there.worker, 'answer', answer);
      await there.worker.locator('textarea[name=note]').fill(note);
      await button(there.worker, 'Send').click();
    }
    await worker.goto(asked);
    await says(worker, 'Мест нет до весны.');
    await says(worker, 'Есть комната с четверга.');
    await expect(worker.getByRole('main')).toContainText(say('Somebody can help'));
  });

  await test.step('the person is referred there, accepted, helped; the answer comes back and it is closed', async () => {
    await worker.getByRole('link', { name: new RegExp(`^${say('Refer the person there')}`) }).click();
    const refer = new URL(worker.url()).pathname;
    const recipient = (await worker.getByRole('heading', { level: 1 }).innerText()).replace(say('Refer to: {1}', '').trim(), '').trim();
    await consent(worker, file, recipient);
    await worker.goto(refer);
    await choose(worker, 'reason', 'services');
    await choose(worker, 'services', 'accommodation');
    await choose(worker, 'urgency', 'day');
    await worker.locator('textarea[name=request]').fill('Просим принять до отъезда.');
    for (const field of ['Identity.given_name', 'Identity.family_name']) await worker.locator(`input[name=fields][value="${field}"]`).check();
    await button(worker, 'Show what the partner will see').click();
    await button(worker, 'Send it').click();
    const referred = new URL(worker.url()).pathname;
    await comes(shelter.worker, 'Referred to us');
    const there = shelter.worker.getByRole('main');
    await expect(there).toContainText('Тургунбаев');
    const thread = shelter.worker.url();
    await link(shelter.worker, 'Accept').click();
    await shelter.worker.locator('input[name=contact]').fill('Гульнара, +7 701 000 33 44');
    await button(shelter.worker, 'Send').click();
    await button(shelter.worker, 'Open a case from it').click();
    await expect(shelter.worker).toHaveURL(/\/case\//);
    shelter.case = new URL(shelter.worker.url()).pathname.split('/').pop();
    await expect(there).toContainText('Шерзод');
    await shelter.worker.goto(thread);
    await link(shelter.worker, 'Done').click();
    await choose(shelter.worker, 'outcome', 'provided');
    await button(shelter.worker, 'Send').click();
    await worker.goto(referred);
    await says(worker, say('The help was given'));
    await expect(worker.getByRole('main')).toContainText('Гульнара, +7 701 000 33 44');
    await link(worker, 'Close').click();
    await button(worker, 'Send').click();
    await expect(worker.getByRole('main')).toContainText(say('Closed'));
  });

  await test.step('a hospital without the program reads it one time', async () => {
    const hospital = 'Больница № 5';
    await consent(worker, file, hospital);
    await worker.goto(`/case/${file}/refer/outside`);
    await worker.locator('input[name=recipient]').fill(hospital);
    await choose(worker, 'way', 'page');
    await choose(worker, 'reason', 'services');
    await choose(worker, 'services', 'hospital');
    await choose(worker, 'urgency', 'day');
    await button(worker, 'Show what the partner will see').click();
    await worker.locator('input[name=fields][value="Identity.given_name"]').check();
    await button(worker, 'Show what the partner will see').click();
    await button(worker, 'Make the page').click();
    const address = (await worker.locator('.arasha-code').innerText()).trim().replace(/^https?:\/\/[^/]+/, '');
    const words = (await worker.locator('.arasha-spoken').innerText()).trim();
    const context = await browser.newContext({ baseURL: centre.house.url, javaScriptEnabled: false });
    const doctor = await context.newPage();
    await doctor.goto(address);
    await doctor.locator('input[name=words]').fill(words);
    await doctor.getByRole('button').last().click();
    await expect(doctor.locator('body')).toContainText('Шерзод');
    await doctor.goto(address);
    await expect(doctor.locator('body')).not.toContainText('Шерзод');
    await context.close();
  });

  const called = async (house) => {
    await house.worker.goto('/handover/whole');
    return (await house.worker.locator(`select[name=partner] option[value="${successor.id}"]`).innerText()).trim();
  };

  await test.step('the case is handed over to a successor', async () => {
    await consent(worker, file, await called(centre), { purpose: 'handover', groups: null });
    const there = await handOver(centre, successor, `/case/${file}/handover`, 1);
    await successor.worker.goto(there);
    await successor.worker.getByRole('main').getByRole('table').getByRole('link').first().click();
    await expect(successor.worker.getByRole('main')).toContainText('Тургунбаев');
    await expect(successor.worker.getByRole('main')).toContainText('паспорт у прораба');
  });

  await test.step('a whole shelter is handed over', async () => {
    const name = await called(shelter);
    await consent(shelter.worker, shelter.case, name, { purpose: 'handover', groups: null });
    const more = await newCase(shelter.worker, { language, family: 'Серікова', given: 'Мадина', summary: 'Живёт в приюте с весны.' });
    await consent(shelter.worker, more.address.split('/').pop(), name, { purpose: 'handover', groups: null });
    await handOver(shelter, successor, '/handover/whole', 2);
    await successor.worker.goto('/cases');
    await expect(successor.worker.getByRole('main')).toContainText(say('Cases'));
  });

  await test.step('nothing of it lies open in any folder', async () => {
    const secrets = ['Тургунбаев', 'Шерзод', 'паспорт у прораба', 'Код Ж-7', 'Есть комната с четверга', 'Мест нет до весны', 'Просим принять до отъезда', 'Гульнара, +7', '701 000 33 44', 'Больница № 5', 'Серікова', 'с весны', '701 000 55 66'];
    let bytes = 0;
    for (const { house } of [centre, shelter, successor]) {
      await house.stop();
      for (const path of filesIn(house.data)) {
        const content = readFileSync(path);
        bytes += content.length;
        for (const secret of secrets) {
          for (const encoding of ['utf8', 'utf16le']) expect(content.includes(Buffer.from(secret, encoding)), `${secret} in ${path}`).toBe(false);
        }
      }
    }
    expect(bytes).toBeGreaterThan(1_000_000);
  });
});
