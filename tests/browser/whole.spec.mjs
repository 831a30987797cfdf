// Two people from the first contact to the visit a year after, as a worker goes it: in Russian and in Kazakh, on pages
// without scripts. A colleague writes at the same time, another one approves, and the record tells who looked.
import { enter, expect, test } from './fixtures.mjs';
import { add, correct, nobodyKnown, press, startEntry } from './cases.mjs';
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
        await expect(page).toHaveURL(/\/case\/[^/?]+/);
        for (const [title, answers, shown] of person.steps) await stepIn(title, answers, shown);
      });
    });
  }
}
