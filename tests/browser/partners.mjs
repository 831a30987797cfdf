// Organisations that know one another, each with a server of its own, through their pages and without scripts.
import { test as base, expect } from '@playwright/test';
import { guard, signIn } from './fixtures.mjs';
import { House } from './house.mjs';
import { t } from './words.mjs';

export const mainButton = (page, id, language) => page.getByRole('main').getByRole('button', { name: t(id, language), exact: true });

// A test that can found organisations: `found(seed)` answers its house, with the director and a second steward signed in, and its
// card, which says where its server is.
// `reached`: over the network; else what travels is carried by hand.
export const partnersTest = (language, { reached = true } = {}) =>
  base.extend({
    javaScriptEnabled: false,
    found: async ({ browser }, use) => {
      const all = [];
      await use(async (seed) => {
        const house = House.demo({ cases: 3, seed });
        await house.start();
        const one = { house, seen: [] };
        all.push(one);
        const enter = async (member) => {
          const context = await browser.newContext({ baseURL: house.url, javaScriptEnabled: false });
          one.seen.push({ context, watch: await guard(context, house) });
          const page = await context.newPage();
          page.setDefaultTimeout(20_000);
          await signIn(page, member, language);
          return page;
        };
        one.director = await enter(house.members[0]);
        await one.director.goto('/circles');
        await one.director.getByRole('main').getByRole('link', { name: t('Stewards', language), exact: true }).first().click();
        await one.director.locator('select[name=member]').selectOption({ label: house.who('caseworker').name });
        await mainButton(one.director, 'Add to the circle', language).click();
        await one.director.goto('/partners/own');
        await mainButton(one.director, 'Make the keys', language).click();
        if (reached) {
          await one.director.locator('input[name=url]').fill(house.url);
          await mainButton(one.director, 'Save', language).click();
        }
        one.worker = await enter(house.who('caseworker'));
        await one.director.goto('/partners/own');
        one.words = await one.director.locator('.arasha-spoken').first().innerText();
        one.card = (await one.director.locator('.arasha-code').textContent()).trim();
        return one;
      });
      for (const { house, seen } of all) {
        for (const { context, watch } of seen) {
          expect(watch.faults).toEqual([]);
          await context.close();
        }
        await house.remove();
      }
    },
  });

// Both stewards of `to` read the other's card and say that the words are the same. Answers the words that they saw.
export async function introduce(to, other, language) {
  await to.director.goto('/partners/add');
  await to.director.locator('textarea[name=text]').fill(other.card);
  await mainButton(to.director, 'Read the card', language).click();
  const address = new URL(to.director.url()).pathname;
  other.id = address.split('/').pop();
  const words = await to.director.locator('.arasha-spoken').first().innerText();
  for (const page of [to.director, to.worker]) {
    await page.goto(address);
    await page.locator('input[name=compared]').check();
    await mainButton(page, 'The words are the same', language).click();
  }
  await expect(to.worker.getByRole('main')).toContainText(t('Keys compared', language));
  return words;
}
