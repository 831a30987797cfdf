// Two people change the same thing at once: both versions are shown, and nothing of either is lost.
import { enter, expect, test } from './fixtures.mjs';
import { add, correct, entryWith, newCase, press } from './cases.mjs';
import { answer, save } from './fields.mjs';
import { t } from './words.mjs';

for (const scripts of [true, false]) {
  test.describe(scripts ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled: scripts });

    test('two corrections of one entry meet', async ({ desk: page, elsewhere, house, sessions }) => {
      const { address } = await newCase(page);
      await add(page, 'Note', { 'Note': 'The first text' });
      await correct(entryWith(page, 'The first text')).click();

      const other = await elsewhere();
      await enter(other, house, sessions, house.who('caseworker'));
      await other.goto(address);
      await correct(entryWith(other, 'The first text')).click();
      await answer(other, 'Note', 'What the other one wrote');
      await save(other);
      await expect(other.getByRole('main')).toContainText('What the other one wrote');

      await answer(page, 'Note', 'What I wrote meanwhile');
      await save(page);
      const main = page.getByRole('main');
      await expect(main).toContainText(t('Somebody else changed this a moment ago. Compare both and save what is right.'));
      const both = main.getByRole('table').getByRole('row').filter({ hasText: 'What the other one wrote' });
      await expect(both).toContainText('What I wrote meanwhile');
      await expect(page.getByLabel(t('Note'), { exact: true })).toHaveValue('What I wrote meanwhile');

      await answer(page, 'Note', 'What both agreed on');
      await save(page);
      const entry = entryWith(page, 'What both agreed on');
      await entry.locator('summary').click();
      await expect(entry.getByRole('insertion').getByText('What the other one wrote')).toBeVisible();
      await expect(entry.getByRole('deletion').getByText('The first text')).toBeVisible();
    });

    test('two new entries at once both stay', async ({ desk: page, elsewhere, house, sessions }) => {
      const { address } = await newCase(page);
      const other = await elsewhere();
      await enter(other, house, sessions, house.who('caseworker'));
      await other.goto(address);
      await press(other, 'Note').click();
      await press(page, 'Note').click();
      await answer(other, 'Note', 'From the one desk');
      await answer(page, 'Note', 'From the other desk');
      await save(other);
      await save(page);
      await expect(page.getByRole('main')).toContainText('From the one desk');
      await expect(page.getByRole('main')).toContainText('From the other desk');
    });
  });
}
