// A conference about a case with a participant of another organisation, over two servers: planned, released under the consent,
// answered, held, written down, decisions sent and reported; then taken back. Without scripts, in Russian.
import { newCase } from './cases.mjs';
import { choose, consent, day, inDays } from './fields.mjs';
import { expect } from './fixtures.mjs';
import { tooWide } from './pages.mjs';
import { introduce, mainButton, partnersTest } from './partners.mjs';
import { t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const button = (page, id) => mainButton(page, id, language);
const link = (page, id) => page.getByRole('main').getByRole('link', { name: say(id), exact: true }).or(button(page, id));

const test = partnersTest(language);

// What travels by itself is there after a while.
async function comes(page, address, text) {
  await expect(async () => {
    await page.goto(address);
    await expect(page.getByRole('main')).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

async function narrowAndWide(page) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await tooWide(page)).toEqual([]);
  }
}

test('a partner takes part in a conference and sees what was released to it', async ({ found }) => {
  test.setTimeout(300_000);
  const a = await found(31);
  const b = await found(32);
  await introduce(a, b, language);
  await introduce(b, a, language);
  const file = (await newCase(a.worker, { language, family: 'Ахметова', given: 'Айжан', summary: 'Паспорт у работодателя.' })).address.split('/').pop();
  let conference = '';
  let recipient = '';

  await test.step('it is planned; a day that is over is refused and what was typed stays', async () => {
    await a.worker.goto(`/case/${file}`);
    await link(a.worker, 'Invite partners to a conference').first().click();
    await day(a.worker, 'date', inDays(-2));
    await a.worker.locator('input[name=time]').fill('10:00');
    await choose(a.worker, 'how', 'office');
    await a.worker.locator('input[name=place]').fill('Акимат, кабинет 12');
    await a.worker.locator('textarea[name=question]').fill('Как вернуть документы?');
    await a.worker.locator('textarea[name=agenda]').fill('Паспорт\nЗарплата');
    await a.worker.locator('input[name=partners]').first().check();
    await button(a.worker, 'Save').click();
    await expect(a.worker.locator('.govuk-error-summary')).toContainText(say('This day is over. Choose today or a later one.'));
    await expect(a.worker.locator('textarea[name=question]')).toHaveValue('Как вернуть документы?');
    await narrowAndWide(a.worker);
    await day(a.worker, 'date', inDays(0));
    await button(a.worker, 'Save').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Planned'));
    conference = new URL(a.worker.url()).pathname;
    recipient = (await a.worker.locator('.arasha-items strong').first().innerText()).trim();
    await narrowAndWide(a.worker);
  });

  await test.step('without consent nothing goes; with it, what was chosen', async () => {
    await link(a.worker, 'Choose what is released, and invite').click();
    const invite = new URL(a.worker.url()).pathname;
    await expect(a.worker.getByRole('main')).toContainText(say('Not covered'));
    await consent(a.worker, file, recipient, { answer: 'given' });
    await a.worker.goto(invite);
    await a.worker.locator('input[name=fields][value="Identity.given_name"]').check();
    await day(a.worker, 'access_until', inDays(-1));
    await button(a.worker, 'Show what the partner will see').click();
    await expect(a.worker.locator('.govuk-error-summary')).toContainText(say('This day is over. Choose today or a later one.'));
    await expect(a.worker.locator('input[name=fields][value="Identity.given_name"]')).toBeChecked();
    await day(a.worker, 'access_until', inDays(7));
    await button(a.worker, 'Show what the partner will see').click();
    const preview = a.worker.locator('section', { has: a.worker.locator('#preview') }).first();
    await expect(preview).toContainText('Айжан');
    await expect(preview).toContainText('Как вернуть документы?');
    await expect(preview).not.toContainText('Ахметова');
    await narrowAndWide(a.worker);
    await button(a.worker, 'Invite').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Invited, not opened yet'));
  });

  let there = '';
  await test.step('the participant reads it, comes, and says something', async () => {
    await comes(b.worker, '/referrals?view=conferences', say('Invited to a conference'));
    await narrowAndWide(b.worker);
    await b.worker.getByRole('main').getByRole('link', { name: say('Invited to a conference') }).first().click();
    there = new URL(b.worker.url()).pathname;
    const main = b.worker.getByRole('main');
    await expect(main).toContainText('Айжан');
    await expect(main).toContainText('Зарплата');
    await expect(main).not.toContainText('Ахметова');
    await narrowAndWide(b.worker);
    await link(b.worker, 'We come').click();
    await button(b.worker, 'Send').click();
    await expect(b.worker.locator('.govuk-error-summary')).toContainText(say('Write who comes: name and office.'));
    await b.worker.locator('textarea[name=who]').fill('Ерлан Сапаров, прокуратура');
    await button(b.worker, 'Send').click();
    await link(b.worker, 'Write a contribution').click();
    await b.worker.locator('textarea[name=text]').fill('Паспорт найден при обыске.');
    await button(b.worker, 'Send').click();
    await expect(main).toContainText('Паспорт найден при обыске.');
    await b.worker.goto('/');
    await expect(b.worker.getByRole('main')).toContainText(say('Conferences with other organisations'));
    await comes(a.worker, conference, say('Comes'));
    await expect(a.worker.getByRole('main')).toContainText(say('Opened by: {1}', '').trim());
  });

  await test.step('it is written down, with who came, and the decisions go out', async () => {
    await link(a.worker, 'Write down what was decided').click();
    await button(a.worker, 'Go on to the form').click();
    await expect(a.worker.locator('input[name="guests-0-name"]')).toHaveValue('Ерлан Сапаров, прокуратура');
    await a.worker.locator('[name="decisions-0-what"]').fill('Вернуть паспорт');
    await button(a.worker, 'Save').click();
    await expect(a.worker).toHaveURL(new RegExp(`/case/${file}`));
    await a.worker.goto(conference);
    await link(a.worker, 'Send decisions').click();
    await a.worker.locator('input[name=decisions]').first().check();
    await narrowAndWide(a.worker);
    await button(a.worker, 'Send').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Decisions sent'));
    await comes(b.worker, there, 'Вернуть паспорт');
    await b.worker.getByRole('main').getByRole('link', { name: say('Report on it') }).first().click();
    await choose(b.worker, 'result', 'done');
    await button(b.worker, 'Send').click();
    await comes(a.worker, conference, say('Decisions sent'));
    await link(a.worker, 'The conversation').click();
    await comes(a.worker, new URL(a.worker.url()).pathname, say('Decision {1}: {2}', '1', say('Done')));
    await narrowAndWide(a.worker);
  });

  await test.step('the person changes her mind, and everything is destroyed there', async () => {
    const gone = say("The person's consent does not cover what was released to this participant any more. Take it back.");
    await consent(a.worker, file, recipient, { answer: 'withdrawn' });
    await a.worker.goto(conference);
    await expect(a.worker.getByRole('main')).toContainText(gone);
    await narrowAndWide(a.worker);
    await link(a.worker, 'Take it back').first().click();
    await button(a.worker, 'Take it back').click();
    await expect(a.worker.getByRole('main')).toContainText(say('Taken back'));
    await comes(b.worker, there, say('The inviter has taken it back. What was released is destroyed here.'));
    const main = b.worker.getByRole('main');
    for (const text of ['Айжан', 'Как вернуть документы?', 'Паспорт найден', 'Вернуть паспорт']) await expect(main).not.toContainText(text);
    await narrowAndWide(b.worker);
  });
});
