// The cooperation of agencies, without scripts and in Russian: an agreement, a commission with a meeting, its decisions and their
// evidence, the protocol on paper, a recommendation that is broken down into actions and fulfilled.
import { enter, expect, test } from './fixtures.mjs';
import { press } from './cases.mjs';
import { answer, answerAll, expectMistakes, save } from './fields.mjs';
import { barriers, onADesk, tooSmall, tooWide } from './pages.mjs';
import { label, longDate, t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const main = (page) => page.getByRole('main');
const shows = (page, text) => expect(main(page)).toContainText(text);
const follow = (page, id) => press(page, id, language).click();

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

// One row of a table of rows, which is there already.
const row = (page, id, number) => page.getByRole('group', { name: `${say(id)} ${number}`, exact: true });

async function fits(page) {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect.soft(await tooWide(page), `${page.url()} fits at ${width}`).toEqual([]);
    if (width === 360) expect.soft(await tooSmall(page), `${page.url()} has nothing too small to press`).toEqual([]);
    expect.soft(await barriers(page, width === 360 ? undefined : onADesk), page.url()).toEqual([]);
    await expect.soft(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  }
}

test.describe('in Russian, without scripts', () => {
  test.use({ language, javaScriptEnabled: false });

  test('an agreement is written down, and one that runs out stands first', async ({ desk: page }) => {
    test.slow();
    await page.goto('/cooperation/agreements');
    await follow(page, 'Write down an agreement');
    const answers = {
      'Title': 'Договор о переводчиках', 'Kind of agreement': { choose: 'Contract' }, 'Valid from': day(-300), 'Valid until': day(-301),
      'How it is prolonged': { choose: 'When the parties agree on it' },
    };
    await answerAll(page, answers, language);
    await answer(row(page, 'Party', 1), 'Body', 'Бюро переводов', language);
    await save(page, language);
    await expectMistakes(page, language, 'Valid until');
    await shows(page, say('The agreement would end before it begins. Correct one of the two days.'));
    await expect(page.getByLabel(label('Title', language))).toHaveValue('Договор о переводчиках');
    await answer(page, 'Valid until', day(3), language);
    await save(page, language);
    await shows(page, say('Runs out soon'));
    await shows(page, 'Бюро переводов');

    await page.goto('/cooperation/agreements');
    const rows = main(page).getByRole('table').getByRole('row');
    await expect(rows.nth(1)).toContainText('Договор о переводчиках');
    await expect(rows.nth(1)).toContainText('кончается через 3 дня');
    await page.goto('/cooperation');
    await shows(page, say('Talk about going on'));
  });

  test('a commission meets, decides, and what it decided is shown to be done', async ({ desk: page }) => {
    test.slow();
    await page.goto('/cooperation/commissions');
    await follow(page, 'Write down a commission');
    await answerAll(page, { 'Name of the commission': 'Рабочая группа по сезонным рабочим', 'Level': { choose: 'Local' }, 'Region': 'Талгар', 'Founded on': day(-60), 'Chair': 'Сериков А.', 'Secretary': 'Ким В.' }, language);
    await answerAll(row(page, 'Member of the commission', 1), { 'Name': 'Сериков А.', 'Body': 'Акимат района' }, language);
    await save(page, language);

    // Before its foundation nothing meets; what was typed stays.
    await follow(page, 'Plan a meeting');
    await answerAll(page, { 'Date': day(-90), 'Time': '11:00', 'Place': 'Акимат района', 'How far it is': { choose: 'Planned' } }, language);
    await answerAll(row(page, 'Question', 1), { 'Question': 'Документы рабочих', 'Who reports': 'Инспекция труда' }, language);
    await save(page, language);
    await expectMistakes(page, language, 'Date');
    await expect(page.getByLabel(label('Place', language))).toHaveValue('Акимат района');
    await answer(page, 'Date', day(-10), language);
    await save(page, language);
    await shows(page, say('Meeting of {1}', longDate(day(-10), language)));
    await shows(page, 'Документы рабочих');
    const meeting = page.url();

    // Many decisions on one page; a day before the meeting is refused and nothing of the others is lost.
    await follow(page, 'Write decisions down');
    const decide = (number, answers) => answerAll(row(page, 'Decision', number), answers, language);
    await decide(1, { 'Number of the question': '1', 'What was decided': 'Вернуть документы рабочим', 'Responsible body': 'Инспекция труда', 'By when': day(-11) });
    await decide(2, { 'Number of the question': '1', 'What was decided': 'Проверить три хозяйства', 'Responsible body': 'Полиция', 'By when': day(-2) });
    await decide(3, { 'What was decided': 'Собраться через месяц', 'Responsible body': 'Акимат района', 'Responsible person': 'Сауле' });
    await save(page, language);
    await expectMistakes(page, language, 'By when');
    await expect(row(page, 'Decision', 3).getByLabel(label('What was decided', language))).toHaveValue('Собраться через месяц');
    await answer(row(page, 'Decision', 1), 'By when', day(20), language);
    await save(page, language);
    await shows(page, '1.2 Проверить три хозяйства');
    await shows(page, 'просрочено на 2 дня');

    // After the meeting: it was held, and who came.
    await follow(page, 'Correct the meeting');
    await answerAll(page, { 'How far it is': { choose: 'Held' }, 'Number of the protocol': '1' }, language);
    await answer(row(page, 'Participant', 1), 'Took part', { choose: 'Was there' }, language);
    await save(page, language);

    // Nothing is done without evidence.
    await main(page).getByRole('link', { name: 'Проверить три хозяйства' }).click();
    await follow(page, 'Write down how far it is');
    await answerAll(page, { 'Date': day(-1), 'State': { choose: 'Carried out' }, 'What was done, or why it is dropped': 'Проверены все три' }, language);
    await save(page, language);
    await expectMistakes(page, language, 'Evidence');
    await answerAll(row(page, 'Evidence', 1), { 'What shows it': 'Акт проверки 17', 'Of which day': day(-1), 'Where it is': 'папка 3' }, language);
    await save(page, language);
    await shows(page, 'Акт проверки 17');
    await shows(page, say('Carried out'));

    // The list of all: what is late stands first; filters work without scripts.
    await page.goto('/cooperation/work?state=done');
    await shows(page, 'Проверить три хозяйства');
    await page.goto('/cooperation/work?whose=mine');
    await shows(page, 'Собраться через месяц');

    // The protocol, on a page for printing in another language, and as PDF.
    await page.goto(meeting);
    const pdf = await page.request.get(`${new URL(meeting).pathname}/protocol?as=pdf&language=kk`);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await main(page).getByLabel(label('Language of the paper', language)).selectOption('kk');
    await main(page).getByRole('button', { name: say('Page for printing') }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'kk');
    await shows(page, t('Protocol No. {1}', 'kk', '1'));
    await shows(page, t('Decided at the meeting', 'kk'));
    await shows(page, 'Вернуть документы рабочим');
    await shows(page, 'Сериков А.');
  });

  test('a recommendation is broken down into actions and fulfilled', async ({ desk: page }) => {
    test.slow();
    await page.goto('/cooperation/reports');
    await follow(page, 'Write down a report');
    await answerAll(page, { 'Title': 'Наша оценка за год', 'Which report': { choose: 'Our own evaluation' }, 'Published on': day(-30) }, language);
    await page.locator('#year').fill(day(0).slice(0, 4));  // a day has a year too
    await save(page, language);
    await follow(page, 'Add a recommendation');
    await answerAll(page, { 'Number in the report': '4', 'What is recommended': 'Отвечать на звонки ночью', 'To whom': 'Горячая линия' }, language);
    await save(page, language);
    const recommendation = page.url();

    await follow(page, 'Break it down into actions');
    await answerAll(row(page, 'Action', 1), { 'What is done': 'Составить график дежурств', 'Responsible body': 'Наш центр', 'Responsible person': 'Айгерим', 'By when': day(14) }, language);
    await answerAll(row(page, 'Action', 2), { 'What is done': 'Купить второй телефон', 'Responsible body': 'Наш центр' }, language);
    await save(page, language);
    await shows(page, say('{1} of {2} actions done', '0', '2'));

    // Not fulfilled while nothing shows it, nor while an action is open.
    const judge = async () => {
      await page.goto(recommendation);
      await follow(page, 'Decide how far it is fulfilled');
      await answerAll(page, { 'Date': day(0), 'Conclusion': { choose: 'Fulfilled' }, 'Reason': 'Ночью отвечают' }, language);
      await save(page, language);
    };
    const finish = async (name, answers, evidence) => {
      await page.goto(recommendation);
      await main(page).getByRole('link', { name }).click();
      await follow(page, 'Write down how far it is');
      await answerAll(page, { 'Date': day(0), ...answers }, language);
      if (evidence) await answer(row(page, 'Evidence', 1), 'What shows it', evidence, language);
      await save(page, language);
    };
    await judge();
    await expectMistakes(page, language, 'Conclusion');
    await expect(page.getByLabel(label('Reason', language))).toHaveValue('Ночью отвечают');
    await finish('Составить график дежурств', { 'State': { choose: 'Carried out' } }, 'График за месяц');
    await judge();
    await expectMistakes(page, language, 'Conclusion');
    await finish('Купить второй телефон', { 'State': { choose: 'Dropped' }, 'What was done, or why it is dropped': 'Хватает одного' });
    await judge();
    await shows(page, say('Fulfilled'));
    await shows(page, 'График за месяц');
  });

  test('who is in none of its circles finds nothing', async ({ page, elsewhere, house, sessions }) => {
    await enter(page, house, sessions, house.members[0], language);
    await page.goto('/cooperation/agreements');
    const address = await main(page).getByRole('table').getByRole('link').first().getAttribute('href');
    const other = await elsewhere();
    const outside = house.members.find((one) => one.name === 'Данияр');
    await enter(other, house, new Map(), outside, language);
    await expect(other.getByRole('link', { name: say('Cooperation'), exact: true })).toHaveCount(0);
    for (const closed of ['/cooperation', '/cooperation/work', '/cooperation/calendar', address]) {
      expect((await other.request.get(closed)).status()).toBe(404);
    }
  });
});

// What the walk over all pages does not come to, and the rest of the room.
test('the pages of the room fit and are without barriers', async ({ desk: page }) => {
  test.slow();
  const first = async (address, name = '') => {
    await page.goto(address);
    return main(page).getByRole('table').getByRole('link', { name }).first().getAttribute('href');
  };
  const agreement = await first('/cooperation/agreements');
  const commission = await first('/cooperation/commissions', 'Алматы');
  const meeting = await first(commission);
  const recommendation = await first('/cooperation/reports');
  const work = await first('/cooperation/work');
  for (const address of ['/cooperation', '/cooperation/agreements', '/cooperation/commissions', '/cooperation/work?state=all', '/cooperation/reports', '/cooperation/new/Agreement', agreement,
    commission, `${commission}/add/Meeting`, meeting, `${meeting}/decisions`, `${meeting}/protocol?language=kk`, recommendation, `${recommendation}/actions`, work]) {
    await page.goto(address);
    await fits(page);
  }
});
