// The whole way of a return, as a caseworker goes it; and a child, for whom guardian and best interest come first.
import { enter, expect, test } from './fixtures.mjs';
import { add, entryWith, newCase, press, startEntry } from './cases.mjs';
import { answer, answerAll, expectMistakes, save } from './fields.mjs';
import { label, t } from './words.mjs';

const language = 'ru';
const say = (id, ...values) => t(id, language, ...values);
const panel = (page) => page.getByRole('region', { name: say('Safe return') });
const tag = (page, id) => panel(page).getByRole('strong').getByText(say(id), { exact: true });

// From the step in the panel to its form, which is filled in and saved.
async function step(page, title, answers, selected = {}) {
  await panel(page).getByRole('link', { name: say(title), exact: true }).click();
  await answerAll(page, answers, language);
  for (const [name, code] of Object.entries(selected)) await page.locator(`select[name=${name}]`).selectOption(code);
  await save(page, language);
}

test.describe('in Russian', () => {
  test.use({ language });

  test('from the first question to the check after the arrival', async ({ desk: page }) => {
    test.slow();
    const shows = (text) => expect(page.getByRole('main')).toContainText(text);
    await newCase(page, { language, family: 'Эргашев', given: 'Шерзод' });

    await add(page, 'Options explained', {
      'Date': '2026-03-03', 'Which ways were explained': { choose: ['Stay in this country', 'Assisted voluntary return'] }, 'Who explained it': 'Айгерим',
      "In the person's own words": 'Домой, к детям.',
    }, language);
    await expect(panel(page)).toContainText(say('Next: {1}', say('Decision of the person')));

    await step(page, 'Decision of the person', {
      "The person's decision": { choose: 'Wants to return' }, 'How the person returns': { choose: 'Assisted voluntary return' },
    });
    // Nothing goes on before the decision is signed and the risks are assessed; what was typed stays.
    await panel(page).getByRole('link', { name: say('Ticket'), exact: true }).click();
    await answerAll(page, { 'Ticket': 'Поезд 372', 'Departure': '2026-04-01' }, language);
    await save(page, language);
    await expectMistakes(page, language, 'Departure');
    await shows(say('First let the person sign the decision, and write the day under “Signed on”.'));
    await expect(page.getByLabel(label('Ticket', language))).toHaveValue('Поезд 372');
    await page.goBack();
    await page.goBack();
    await step(page, 'Decision of the person', { 'Signed on': '2026-03-05' });
    await add(page, 'Assessment before the return', {
      'Date': '2026-03-06', 'Who assessed it here': 'Айгерим', 'Was it assessed in the country of return too': { choose: 'Asked, no answer yet' },
      'Result': { choose: 'Safe with measures' }, 'Under which measures': 'Брат встречает на вокзале.',
    }, language);

    // The partner is contacted only when the person agreed to it.
    const plan = { 'Date': '2026-03-07', 'Who receives the person': 'Партнёр в Ташкенте', 'How far the contact is': { choose: 'Will receive the person' } };
    await startEntry(page, 'Plan of the return', language);
    await answerAll(page, plan, language);
    await save(page, language);
    await expectMistakes(page, language, 'Who receives the person');
    await page.goBack();
    await page.goBack();
    await startEntry(page, 'Consent', language);
    await answerAll(page, {
      'Purpose': { choose: 'Return and reception' }, 'Recipient': 'Партнёр в Ташкенте', 'Answer': { choose: 'Given' }, 'Date': '2026-03-07',
      'What it is about': { choose: ['Identity and documents', 'Whereabouts'] },
    }, language);
    await page.locator('select[name=language]').selectOption('ru');
    await save(page, language);
    await add(page, 'Plan of the return', plan, language);

    await step(page, 'Travel document', { 'Travel document': { choose: 'Issued' }, 'Fines for the stay': { choose: 'Waived' }, 'Permit to leave the country': { choose: 'Not needed' } });
    await step(page, 'Fit to travel', {
      'Fit to travel': { choose: 'Fit to travel' }, 'Ticket': 'Поезд 372', 'Pocket money': '40000', 'Currency of the pocket money': { choose: 'Tenge' },
      'Pocket money paid by': { choose: 'IOM' },
    });

    // What goes to the partner runs the check of consent, and is recorded.
    await panel(page).getByRole('link', { name: say('Handover'), exact: true }).click();
    await expect(page.getByLabel(label('Recipient', language))).toHaveValue('Партнёр в Ташкенте');
    await answerAll(page, { 'Date': '2026-03-20', 'How': { choose: 'On paper' } }, language);
    await press(page, 'Check and save', language).click();
    await shows(say("Saved. The person's consent permits it."));

    // A decision that is taken back stops everything; it can be taken up again.
    await step(page, 'Decision of the person', { "The person's decision": { choose: 'Withdrew the decision' } });
    await shows(say('The person withdrew the decision: everything stops. Tell whoever was to receive the person, and give the ticket back.'));
    await expect(panel(page).getByRole('link', { name: say('Departure'), exact: true })).toHaveCount(0);
    await step(page, 'Decision of the person', { "The person's decision": { choose: 'Wants to return' } });

    await step(page, 'Departure', { 'Departure': '2026-04-01' });
    await step(page, 'Arrival and reception', { 'Was the person met': { choose: 'Did not arrive' } });
    await shows(say('The person did not arrive. Ask whoever was to meet the person, and look at the safety plan.'));
    await step(page, 'Arrival and reception', { 'Arrival': '2026-04-02', 'Was the person met': { choose: 'The person was met' }, 'Met by': 'Брат' });
    await expect(tag(page, 'Stopped')).toHaveCount(0);

    await panel(page).getByRole('link', { name: say('Follow-ups'), exact: true }).click();
    await press(page, 'Write the tasks', language).click();
    await shows(say('Follow-up: ask how the person is'));
    await add(page, 'Follow-up', { 'Date': '2026-05-04', 'How': { choose: 'Telephone' }, 'Was the person reached': { choose: 'Yes' } }, language);
    await step(page, 'Check for new exploitation', { 'Date': '2026-05-04', 'A debt is demanded': { choose: 'No' }, 'Result': { choose: 'No signs of new exploitation' } });
    await expect(panel(page)).toContainText(say('Next: {1}', say('Follow-ups')));

    // Before the end stands what is open; nothing of it keeps the case from being closed.
    await startEntry(page, 'Closing the case', language);
    await shows(say('Still open in this case'));
    await shows(say('Task: {1}', say('Follow-up: ask how the person is')));
    await answerAll(page, { 'Reason': { choose: 'Returned to the home country' }, 'Date': '2026-06-07', 'Where the person went': { choose: 'Family' } }, language);
    await save(page, language);
    await add(page, 'Interview at the end', { 'Date': '2026-06-08', 'Did it take place': { choose: 'It took place' }, 'What helped': 'Что дозвонились брату.' }, language);
    await expect(entryWith(page, 'Что дозвонились брату.')).toBeVisible();
  });

  test('a child leaves only when it is best for the child', async ({ desk: page, elsewhere, house, sessions }) => {
    test.slow();
    const { address } = await newCase(page, { language, family: 'Асанова', given: 'Айгуль' });
    await page.getByRole('region', { name: say('Person'), exact: true }).getByRole('link', { name: new RegExp(`^${say('Correct')}`) }).first().click();
    await answer(page, 'Date of birth', '2014-05-05', language);
    await save(page, language);
    await add(page, 'Options explained', { 'Date': '2026-03-03', 'Which ways were explained': { choose: 'Stay in this country' }, 'Who explained it': 'Айгерим' }, language);
    await expect(panel(page)).toContainText(say('Next: {1}', say('Guardian')));

    const decide = { "The person's decision": { choose: 'Wants to return' }, 'Signed on': '2026-03-05' };
    const refused = async (sentence) => {
      await step(page, 'Decision of the person', decide);
      await expect(page.getByRole('main')).toContainText(say(sentence));
      await page.goto(address);
    };
    await refused('This is a child: the guardian comes first. Write under “Family and dependants” who it is and what the guardianship rests on.');
    await step(page, 'Guardian', {
      'Name of the relative': 'Орган опеки', 'Who it is to the person': { choose: 'Guardian' }, 'Is it safe to contact this relative': { choose: 'Yes' },
      'What guardianship rests on': { choose: 'Decision of the guardianship authority' },
    });
    await page.goto(address);
    await refused('This is a child: the best-interest decision comes first. Write it down, and ask a second person to approve of it.');
    await step(page, 'Best-interest decision', {
      'Date': '2026-03-06', 'Who took part': 'Орган опеки', 'Who the guardian is': 'Орган опеки', 'How the child was heard': { choose: 'In a conversation alone' }, 'What the child says': 'Хочет к бабушке.',
      'Which ways were weighed, and what speaks for and against each': 'Здесь и дома.', 'Decision and reasons': 'К бабушке.', 'Durable solution': { choose: 'Return to the family' },
      'Look at it again on': '2026-09-06',
    }, { country: 'KG' });
    await refused('The best-interest decision waits for a second person. Only then is a journey planned.');
    const second = await elsewhere();
    await enter(second, house, sessions, house.who('caseworker'), language);
    await second.goto(address);
    await second.getByRole('link', { name: new RegExp(say('Approve or give back')) }).first().click();
    await answer(second, 'Decision', { choose: 'Approved' }, language);
    await save(second, language);
    await page.goto(address);
    await step(page, 'Decision of the person', decide);
    await expect(page).toHaveURL(new RegExp(address));
    await expect(panel(page)).toContainText(say('Next: {1}', say('Assessment before the return')));
  });
});
