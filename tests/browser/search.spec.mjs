// A person is found again under the name in another alphabet; a second contact joins the case that is there.
import { expect, test } from './fixtures.mjs';
import { newCase, press } from './cases.mjs';
import { answerAll, save } from './fields.mjs';
import { label, languages, t } from './words.mjs';

async function search(page, text, language) {
  await page.getByRole('navigation').getByRole('link', { name: t('Find a person', language) }).first().click();
  await page.getByLabel(t('Name, telephone or number of a document', language)).fill(text);
  await page.getByRole('main').getByRole('button', { name: t('Search', language), exact: true }).click();
}

for (const language of languages) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test('a name is found in any alphabet, order and spelling, and not in the address', async ({ desk: page }) => {
      const { alias } = await newCase(page, { language, family: 'Әбдірахманқызы', given: 'Гүлшат', summary: 'Нашлась.' });
      for (const spelling of ['Gulshat Abdirakhmankyzy', 'Абдирахманкызы Гульшат', 'Әбдірахманқызы', 'Гүлшат Әбдрахманқызы']) {
        await search(page, spelling, language);
        await expect(page.getByRole('main').getByRole('link', { name: alias }), spelling).toBeVisible();
        expect(page.url(), 'what is looked for stays out of addresses and of the browser’s history').not.toContain('?');
      }
      await search(page, 'Zzyzx Qwortz', language);
      await expect(page.getByRole('main')).toContainText(t('Nobody of this name.', language));
      await press(page, 'New first contact with this name', language).click();
      await expect(page.getByLabel(t('Family name', language))).toHaveValue('Zzyzx');
      await expect(page.getByLabel(label('Given name', language))).toHaveValue('Qwortz');
    });
  });
}

test('a contact of a person who is known joins the open case', async ({ desk: page }) => {
  const { alias, address } = await newCase(page, { family: 'Повторнов', given: 'Дважды', summary: 'The first time.' });
  await page.goto('/contact');
  await answerAll(page, {
    'Who told us': { choose: 'Police' }, 'Is anybody in danger now': { choose: 'Possible danger' }, 'Family name': 'Povtornov', 'Given name': 'Dvazhdy',
    'What was said': 'The second time.',
  });
  await save(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('Perhaps this person is known already'));
  await page.getByLabel(`${t('Yes: add this contact to the case')} ${alias}`).check();
  await save(page);
  await expect(page).toHaveURL(new RegExp(address));
  await expect(page.getByRole('main')).toContainText('The first time.');
  await expect(page.getByRole('main')).toContainText('The second time.');
});
