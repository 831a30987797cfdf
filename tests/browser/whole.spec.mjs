// Two people from the first contact to the visit a year after, as a worker goes it: in Russian and in Kazakh, on pages
// without scripts. A colleague writes at the same time, another one approves, and the record tells who looked.
import { enter, expect, test } from './fixtures.mjs';
import { add, correct, nobodyKnown, notTheSame, press, startEntry } from './cases.mjs';
import { answer, answerAll, save } from './fields.mjs';
import { t } from './words.mjs';
import { girl } from './whole-girl.mjs';
import { man } from './whole-man.mjs';

for (const language of ['ru', 'kk']) {
  for (const [who, person] of [['a man who was made to work', man], ['a girl of fifteen', girl]]) {
    test.describe(`${who}, in ${language}`, () => {
      test.use({ language, javaScriptEnabled: false });

      test('from the first contact to the visit a year after', async ({ desk: page, elsewhere, house, sessions }) => {
        test.setTimeout(600_000);
        const main = page.getByRole('main');
        const stepIn = async (title, answers, shown = title) => {
          await test.step(title, async () => {
            await startEntry(page, title, language, shown);
            await answerAll(page, answers, language);
            await save(page, language);
            await expect(page, `${title} is saved`).toHaveURL(/\/case\/[^/?]+/);
          });
        };

        await page.getByRole('link', { name: t('New first contact', language) }).first().click();
        await answerAll(page, person.contact, language);
        await save(page, language);
        await nobodyKnown(page, language);
        const address = new URL(page.url()).pathname;
        const alias = await page.getByRole('heading', { level: 1 }).innerText();
        await expect(page.getByRole('region', { name: t('Before you call', language) })).toContainText(person.contact['Never do this']);

        await correct(page.getByRole('region', { name: t('Person', language) }), language).click();
        await answerAll(page, person.identity, language);
        await save(page, language);
        await notTheSame(page, language);  // the other language's run may have written her down
        await expect(page).toHaveURL(/\/case\/[^/?]+/);
        for (const [title, answers, shown] of person.steps) await stepIn(title, answers, shown);

        await test.step('a colleague approves of the plan, and both write at once', async () => {
          const plan = page.getByRole('region', { name: t('Safety and plan', language) });
          await plan.getByRole('link', { name: new RegExp(`^${t('Ask for approval', language)}.*${t('Individual plan', language)}`, 'i') }).or(main.getByRole('link', { name: new RegExp(t('Ask for approval', language)) })).last().click();
          await save(page, language);
          const other = await elsewhere();
          await enter(other, house, sessions, house.who('caseworker'), language);
          await other.goto(address);
          await startEntry(other, 'Note', language);
          await startEntry(page, 'Note', language);
          await answer(other, 'Note', 'Звонил участковый: вопросов нет.', language);
          await answer(page, 'Note', 'Спал спокойно.', language);
          await save(other, language);
          await save(page, language);
          await expect(main).toContainText('Звонил участковый: вопросов нет.');
          await expect(main).toContainText('Спал спокойно.');
          await other.getByRole('main').getByRole('link', { name: new RegExp(t('Approve or give back', language)) }).first().click();
          await answer(other, 'Decision', { choose: 'Approved' }, language);
          await save(other, language);
          await page.goto(address);
          await expect(main.getByText(t('Approved', language), { exact: true }).first()).toBeVisible();
        });

        await test.step('services, progress and review', async () => {
          await startEntry(page, 'Service given', language);
          await page.locator('select[name=service]').selectOption(person.service.select);
          await answerAll(page, person.service.answers, language);
          await save(page, language);
          await main.getByRole('link', { name: new RegExp(`^${t('Progress', language)} `) }).first().click();
          await answerAll(page, person.progress, language);
          await save(page, language);
          await press(page, 'Review the plan', language).click();
          await answerAll(page, person.review, language);
          await save(page, language);
          await expect(main).toContainText(person.progress['Note']);
        });

        for (const [title, answers, shown] of person.later) await stepIn(title, answers, shown);

        await test.step('the facts are written and the case is closed', async () => {
          await press(page, 'Look at them and write', language).click();
          await expect(main).not.toContainText(person.contact['Family name']);
          await press(page, 'Write these facts', language).click();
          await stepIn('Closing the case', person.end);
          await stepIn('Interview at the end', person.interview);
          await expect(main.getByRole('strong').getByText(t('Closed', language), { exact: true })).toBeVisible();
        });

        await test.step('everything stands on paper', async () => {
          await press(page, 'Show for printing', language).click();
          await expect(page.getByRole('heading', { level: 1 })).toContainText(alias);
          for (const text of [person.contact['What was said'], person.progress['Note'], person.review["In the person's own words"], person.interview['What helped']]) await expect(main).toContainText(text);
        });

        await test.step('the reading record tells who looked', async () => {
          const file = address.split('/').pop();
          await page.goto(`/readings?file=${file.slice(0, 8)}`);
          const rows = page.getByRole('row').filter({ hasText: file.slice(0, 8) });
          await expect(rows.filter({ hasText: house.members[0].name }).first()).toBeVisible();
          expect(await rows.count()).toBeGreaterThan(10);
          // Who looked first stands further back.
          const colleague = rows.filter({ hasText: house.who('caseworker').name });
          for (let i = 0; i < 9 && (await colleague.count()) === 0; ++i) await press(page, 'Older readings', language).click();
          await expect(colleague.first()).toBeVisible();
        });
      });
    });
  }
}
