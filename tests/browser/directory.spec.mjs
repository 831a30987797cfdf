// The directory in Russian, on a telephone: looking for help, one organisation added and checked, a file of another directory taken over,
// and ours given on without its secret address. Then without scripts, and for somebody who may not look.
import { enter, expect, test } from './fixtures.mjs';
import { t } from './words.mjs';

const ru = (text) => t(text, 'ru');
const unique = () => `${Math.floor(Math.random() * 1e9)}`;

async function begin(page, house, sessions, role, language) {
  await enter(page, house, sessions, house.who(role));
  await page.goto(`/language/${language}?to=/directory`);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('help is found, written down, checked and given on', async ({ elsewhere, house, sessions }) => {
      test.slow();
      const page = await elsewhere();
      await page.setViewportSize({ width: 360, height: 740 });
      await begin(page, house, sessions, 'director', 'ru');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(ru('Directory'));
      await expect(page.getByText('11616').first()).toBeVisible();
      await page.goto('/directory?need=accommodation&sex=male&where=karaganda');
      await expect(page.getByRole('link', { name: 'Мужской приют «Причал»' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Приют «Тихая гавань»' })).toHaveCount(0);

      const name = `Приют «Проба ${unique()}»`;
      await page.goto('/directory/add');
      await page.getByLabel(ru('Name'), { exact: true }).fill(name);
      await page.locator('[name=type]').first().evaluate((one) => one.tagName === 'SELECT').then(async (isSelect) => {
        if (isSelect) await page.locator('select[name=type]').selectOption('ngo_shelter');
        else await page.locator('input[name=type][value=ngo_shelter]').check();
      });
      await page.locator('input[name=give_on][value=yes]').check();
      await page.getByRole('button', { name: ru('Save'), exact: true }).last().click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
      const home = new URL(page.url()).pathname;

      await page.goto(`${home}/add/DirectoryPlace`);
      await page.locator('input[name=secrecy][value=secret]').check();
      await page.getByLabel(ru('Street and house')).fill('ул. Скрытая, 31');
      await page.getByLabel(ru('Town or village')).fill('Талгар');
      await page.getByRole('button', { name: ru('Save'), exact: true }).last().click();
      await expect(page.getByText(ru('Secret address: it never leaves the house'))).toBeVisible();

      await page.goto(`${home}/add/DirectoryService`);
      await page.getByLabel(ru('Name'), { exact: true }).fill('Ночлег');
      await page.locator('[name="hours-0-opens"]').fill('9 утра');
      await page.locator('[name="hours-0-closes"]').fill('18:00');
      await page.getByRole('button', { name: ru('Save'), exact: true }).last().click();
      await expect(page.getByRole('link', { name: new RegExp(ru('Write a time like 09:00.')) })).toBeVisible();
      await page.locator('[name="hours-0-opens"]').fill('09:00');
      await page.getByRole('button', { name: ru('Save'), exact: true }).last().click();
      await expect(page.getByText('09:00–18:00')).toBeVisible();
      await page.getByRole('button', { name: ru('I checked this today') }).click();
      await expect(page.getByText(t('Checked {1}', 'ru').replace('{1}', ru('today'))).first()).toBeVisible();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide).toBe(false);

      await page.goto('/directory/given');
      await page.getByLabel(ru('To whom, and what for')).fill('Сеть приютов');
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: ru('Make the file') }).click();
      const file = await (await coming).path();
      const { readFileSync } = await import('node:fs');
      const text = readFileSync(file, 'utf8');
      expect(text).toContain(name.slice(0, 5));
      expect(text).not.toContain('Скрытая');
      expect(text).not.toContain('Талгар');

      await page.goto('/directory/import');
      const other = `Фонд из файла ${unique()}`;
      const id = `d9d5e0f5-d3ce-4f73-9a2f-${unique().padStart(12, '0')}`;
      await page.locator('input[type=file]').setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from(`[{"id":"${id}","name":"${other}"},\n{"id":"x","name":"B"}]`) });
      await page.getByRole('button', { name: ru('See what would happen') }).click();
      await expect(page.getByText(other)).toBeVisible();
      await expect(page.getByText('organizations, строка 2')).toBeVisible();
      await page.getByRole('button', { name: ru('Take it over') }).click();
      await page.goto(`/directory?text=${encodeURIComponent(other)}`);
      await expect(page.getByRole('link', { name: other, exact: true })).toBeVisible();
    });
  });
}

test('a hostile file ends in a sentence', async ({ elsewhere, house, sessions }) => {
  const page = await elsewhere();
  await begin(page, house, sessions, 'director', 'kk');
  await page.goto('/directory/import');
  await page.locator('input[type=file]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('['.repeat(5000)) });
  await page.getByRole('button', { name: t('See what would happen', 'kk') }).click();
  await expect(page.getByRole('alert')).toContainText(t('Line {1}: this file nests deeper than a directory does.', 'kk').replace('{1}', '1'));
});

test('who is in no circle of it finds no directory', async ({ elsewhere, house, sessions }) => {
  const page = await elsewhere();
  await enter(page, house, sessions, house.who('analyst'));
  const answer = await page.goto('/directory');
  expect(answer.status()).toBe(404);
  await expect(page.locator('a[href="/directory"]')).toHaveCount(0);
});
