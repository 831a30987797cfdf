// Every paper of a case, made without JavaScript, in Russian and in Kazakh; what the PDF says is read back.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.mjs';
import { label, literal, t } from './words.mjs';

// A PDF's words, one blank between them.
function wordsOf(path) {
  expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
  return execFileSync('pdftotext', [path, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
}

async function made(page, language) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t('Make the PDF', language) }).click()]);
  expect(download.suggestedFilename()).toMatch(/^paper-\d{4}-\d\d-\d\d\.pdf$/);
  return wordsOf(await download.path());
}

// A list is radio buttons or a select, by its length.
async function choose(page, name, value) {
  const select = page.locator(`select[name=${name}]`);
  if (await select.count()) await select.selectOption(value);
  else await page.locator(`input[name=${name}][value=${value}]`).check();
}

const titles = {
  plan: 'Individual plan', act: 'Act of services given', certificate: 'Certificate', own_copy: 'What is held about you', summary: 'Summary of the case',
};

for (const language of ['ru', 'kk']) {
  test.describe(`in ${language}`, () => {
    test.use({ language, javaScriptEnabled: false });

    test('every paper is made and can be read', async ({ desk: page }) => {
      test.slow();
      const fund = `Фонд «Әділет», ${language}`;  // the other language's run may have left its answer
      const say = (id, ...values) => t(id, language, ...values);
      await page.goto('/cases?state=active');
      // A case with a plan, of an adult: for a child the guardian answers. Which one comes first changes with the day.
      const cases = await page.locator('main a[href^="/case/"]').evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href')))]);
      let address = '';
      for (const one of cases) {
        await page.goto(one);
        if (await page.locator('a[href*="/add/BestInterestDecision"]').count() > 0) continue;
        await page.goto(`${one}/papers/plan`);
        if (await page.locator('.arasha-paper blockquote').count() > 0) { address = one; break; }
      }
      expect(address, 'one of the example cases of adults has a plan').not.toBe('');
      const base = `${address}/papers`;
      await page.goto(base);
      for (const kind of ['Referral letter', 'Plan for signature', 'Service act for the funder', 'Letter to a consulate', 'Certificate of assistance', "The person's own copy", 'Summary of the case']) {
        await expect(page.getByRole('link', { name: say(kind), exact: true })).toBeVisible();
      }
      for (const [kind, title] of Object.entries(titles)) {
        await page.goto(`${base}/${kind}`);
        await page.locator(`input[name=language][value=${language}]`).check();
        const text = await made(page, language);
        const wanted = kind === 'summary' ? say('Summary of the case {1}').split('{1}')[0].trim() : say(title);
        expect(text, kind).toContain(wanted);
        expect(text, kind).toMatch(/\d\/\d|\d \/ \d/);
        expect(text, kind).not.toContain('�');
      }

      // A letter: refused until the person agrees, then made.
      await page.goto(`${base}/referral`);
      await page.locator(`input[name=language][value=${language}]`).check();
      await choose(page, 'purpose', 'referral');
      await page.getByLabel(label('To whom', language)).fill(fund);
      await page.locator('input[name=groups][value=services]').check();
      await page.locator('textarea[name=why]').fill('Өтінеміз, көмектесіңіз: ұл, үй, һәм, іс.');
      await page.getByRole('button', { name: say('Make the PDF') }).click();
      await expect(page.getByRole('main')).toContainText(say('There is no consent for this purpose and this recipient. Ask the person, and write the answer down first.'));
      await expect(page.locator('textarea[name=why]')).toHaveValue('Өтінеміз, көмектесіңіз: ұл, үй, һәм, іс.');
      await page.getByRole('link', { name: say('Write down a new answer of the person') }).first().click();
      await choose(page, 'purpose', 'referral');
      await page.locator('input[name=recipient]').fill(fund);
      await choose(page, 'answer', 'given');
      await page.locator('input[name=groups][value=services]').check();
      await page.locator('input[name=date-day]').fill('1');
      await page.locator('input[name=date-month]').fill('3');
      await page.locator('input[name=date-year]').fill('2026');
      await choose(page, 'language', 'kk');
      await page.locator('input[name=explained_by]').fill('Айгерим');
      await page.getByRole('button', { name: say('Save'), exact: true }).click();
      await page.goto(`${base}/referral`);
      await page.getByRole('link', { name: new RegExp(literal(fund)) }).click();
      await page.locator(`input[name=language][value=${language}]`).check();
      await page.locator('textarea[name=why]').fill('Өтінеміз, көмектесіңіз: ұл, үй, һәм, іс.');
      await page.getByRole('button', { name: say('Show what goes in') }).click();
      await expect(page.locator('.arasha-paper')).toContainText('Өтінеміз');
      const letter = await made(page, language);
      expect(letter).toContain(say('Letter of referral'));
      expect(letter).toContain(fund);
      expect(letter).toContain('Өтінеміз, көмектесіңіз: ұл, үй, һәм, іс.');
      await page.goto(base);
      await expect(page.getByRole('main')).toContainText(fund);

      // The same as a page for the browser's printer: nothing of the program stands on it.
      await page.goto(`${base}/certificate`);
      await page.getByRole('button', { name: say('Make a page for printing') }).click();
      await expect(page.locator('.arasha-paper h1')).toHaveText(say('Certificate'));
      await expect(page.locator('header, nav, footer')).toHaveCount(0);
    });
  });
}
