// Takes pictures of every page of the example organisation, at desktop and telephone width, in three languages.
//   node tests/browser/pictures.mjs FOLDER [en,ru,kk] [1280,360]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './playwright.config.mjs';
import { guard, signIn } from './fixtures.mjs';
import { House } from './house.mjs';
import { newCase, press, startEntry } from './cases.mjs';
import { save } from './fields.mjs';
import { everyPage } from './pages.mjs';
import { languages } from './words.mjs';

const [folder, chosenLanguages = languages.join(','), chosenWidths = '1280,360'] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tests/browser/pictures.mjs FOLDER [en,ru,kk] [1280,360]');
  process.exit(2);
}

const answerRadios = (page, name, value) => page.locator(`input[type=radio][name="${name}"][value="${value}"]`).check();

const house = House.demo();
await house.start();
const browser = await chromium.launch(launchOptions);
try {
  for (const language of chosenLanguages.split(',')) {
    const context = await browser.newContext({ baseURL: house.url, reducedMotion: 'reduce' });
    await guard(context, house);
    const page = await context.newPage();
    let number = 0;
    const take = async (name) => {
      const file = `${String(++number).padStart(2, '0')}-${name.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'work'}.png`;
      for (const width of chosenWidths.split(',').map(Number)) {
        const place = join(folder, language, String(width));
        mkdirSync(place, { recursive: true });
        await page.setViewportSize({ width, height: 800 });
        await page.screenshot({ path: join(place, file), fullPage: true });
      }
      console.log(`${language} ${file}`);
    };
    await page.goto(`/language/${language}?to=/sign-in`);
    await take('sign-in');
    await page.goto('/no-such-page');
    await take('no-such-page');
    await signIn(page, house.members[0], language);
    await everyPage(page, {}, (address, kind) => take(kind));
    // What no link leads to: a form with mistakes, and a case just begun.
    await page.goto('/contact');
    await save(page, language);
    await take('contact-with-mistakes');
    await newCase(page, { language, never: 'Не оставлять сообщений.' });
    await take('case-just-begun');
    await startEntry(page, 'Service given', language);
    await save(page, language);
    await take('entry-with-mistakes');
    await page.goBack();
    await page.goBack();
    await startEntry(page, 'Screening', language);
    await answerRadios(page, 'profile', 'adult');
    await press(page, 'Continue', language).click();
    await take('screening-questions');
    const asked = await page.locator('input[type=radio][name^="q-"][value=yes]').evaluateAll((all) => all.map((one) => one.name));
    await answerRadios(page, 'asked', 'person');
    for (const [i, name] of asked.slice(0, 24).entries()) await answerRadios(page, name, i % 3 ? 'yes' : 'no');
    await press(page, 'Save and show the advice', language).click();
    await take('screening-advice');
    await context.close();
  }
} finally {
  await browser.close();
  await house.remove();
}
