// Every page that a link leads to, as a whole: no error, no barrier, nothing too wide, nothing in another language.
import { enter, expect, test } from './fixtures.mjs';
import { barriers, everyPage, foreignDates, onADesk, tooSmall, tooWide, untranslated } from './pages.mjs';
import { languages, sentences } from './words.mjs';

test('every page is without barriers and fits, on a telephone and on a desk', async ({ desk: page }) => {
  test.setTimeout(3_000_000);
  await page.setViewportSize({ width: 360, height: 800 });
  const examined = new Set();
  const kinds = await everyPage(page, {}, async (address, kind) => {
    await expect.soft(page.locator('html')).toHaveAttribute('lang', 'en');
    expect.soft(await foreignDates(page, 'en'), `${address} writes days as the language does`).toEqual([]);
    expect.soft(await tooWide(page), `${address} fits`).toEqual([]);
    expect.soft(await tooSmall(page), `${address} has nothing too small to press`).toEqual([]);
    // Another order, page or filter of the same list has the same structure.
    const path = kind.split('?')[0];
    if (examined.has(path)) return;
    examined.add(path);
    expect.soft(await barriers(page), `${address} is without barriers`).toEqual([]);
    await expect.soft(page.getByRole('heading', { level: 1 }), `${address} has one main heading`).toHaveCount(1);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect.soft(await tooWide(page), `${address} fits on a desk`).toEqual([]);
    expect.soft(await barriers(page, onADesk), `${address} is without barriers on a desk`).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
  });
  expect(kinds).toContain('/');
  expect(kinds.length).toBeGreaterThan(15);
});

// English is what the walk above sees.
for (const language of languages.filter((one) => one !== 'en')) {
  test.describe(`in ${language}`, () => {
    test.use({ language });

    test(`every page speaks one language: ${language}`, async ({ desk: page }) => {
      test.setTimeout(800_000);
      await page.setViewportSize({ width: 360, height: 800 });
      const all = sentences(language);
      await everyPage(page, {}, async (address) => {
        await expect.soft(page.locator('html')).toHaveAttribute('lang', language);
        expect.soft(await untranslated(page, all), `${address} has nothing left in English`).toEqual([]);
        expect.soft(await foreignDates(page, language), `${address} writes days as the language does`).toEqual([]);
        expect.soft(await tooWide(page), `${address} fits`).toEqual([]);
      });
    });
  });
}

test('every other member’s pages answer, too', async ({ page, house, sessions }) => {
  test.setTimeout(800_000);
  for (const member of house.members.slice(1)) {
    await test.step(member.name, async () => {
      await page.context().clearCookies();
      await enter(page, house, sessions, member);
      await everyPage(page, {}, async (address) => {
        await expect.soft(page.getByRole('heading', { level: 1 }), `${address} has one main heading`).toHaveCount(1);
      });
    });
  }
});

for (const address of ['/sign-in', '/no-such-page', '/case/no-such-case', '/assets/none.css']) {
  test(`${address} for somebody who is not signed in`, async ({ page }) => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const answer = await page.goto(address);
      if (/text\/plain/.test(answer.headers()['content-type'])) return;
      expect(await tooWide(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      expect(await barriers(page)).toEqual([]);
    }
  });
}
