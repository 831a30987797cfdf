// Photographs, documents and papers, as a member meets them: with scripts and without.
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.mjs';
import { newCase, press } from './cases.mjs';
import { answerAll, save } from './fields.mjs';
import { label, t } from './words.mjs';

// The smallest picture that is one, with a comment that tells too much.
const segment = (marker, content) => Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]), content]);
const picture = Buffer.concat([
  Buffer.from([0xff, 0xd8]), segment(0xfe, Buffer.from('GPS 43.2389 N')), segment(0xdb, Buffer.alloc(65, 1)),
  segment(0xc0, Buffer.from([8, 0, 3, 0, 4, 1, 1, 0x11, 0])), segment(0xc4, Buffer.alloc(20, 2)), segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])),
  Buffer.from([0x12, 0x34, 0xff, 0xd9]),
]);

const start = async (page, title) => {
  await press(page, title).click();
  await expect(page.getByRole('heading', { level: 1, name: t(title) })).toBeVisible();
};

const describe = async (page, title) => {
  await page.getByLabel(t('About the person: those who may see who the person is'), { exact: true }).check();
  await page.getByLabel(t('What it is'), { exact: true }).selectOption({ label: t('Photograph of the person') });
  await page.getByLabel(t('Title'), { exact: true }).fill(title);
};
const keep = (page) => page.getByRole('button', { name: t('Keep the document') }).click();

const draw = async (page, question) => {
  const canvas = page.getByRole('group', { name: question }).locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.2, 0.5));
  await page.mouse.down();
  for (let i = 1; i < 12; ++i) await page.mouse.move(...at(0.2 + i * 0.05, 0.5 + (i % 2 ? 0.2 : -0.2)));
  await page.mouse.up();
};

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled });

    test('a photograph is kept, a fake one is not, and it comes out as a file', async ({ desk: page }) => {
      const { address } = await newCase(page);
      await start(page, 'Add a document');
      await describe(page, 'What was typed');
      await page.getByLabel(t('File'), { exact: true }).setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>no picture') });
      await keep(page);
      await expect(page.locator('.govuk-error-summary').getByRole('link')).toHaveCount(1);
      await expect(page.getByLabel(t('Title'), { exact: true })).toHaveValue('What was typed');
      await page.getByLabel(t('File'), { exact: true }).setInputFiles({ name: 'фото.jpg', mimeType: 'image/jpeg', buffer: picture });
      await keep(page);
      await expect(page).toHaveURL(new RegExp(address));
      await page.getByRole('region', { name: t('Documents') }).getByRole('link', { name: 'What was typed' }).click();
      await expect(page.getByRole('main')).toContainText('фото.jpg');
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t('Take the file out') }).or(page.getByRole('link', { name: t('Take the file out') })).click()]);
      expect(download.suggestedFilename()).toBe('фото.jpg');
      const content = await readFile(await download.path());
      expect(content.includes('GPS')).toBe(false);
      expect(content.subarray(-4)).toEqual(Buffer.from([0x12, 0x34, 0xff, 0xd9]));
    });
  });
}

test('a passport is taken and handed back, and both sign on the screen', async ({ desk: page }) => {
  await newCase(page);
  await start(page, 'Take a paper to keep');
  await page.getByLabel(t('What paper'), { exact: true }).selectOption({ label: t('Passport') });
  await answerAll(page, { 'Number on the paper': 'N 1', Condition: 'whole', 'Where it is kept': 'safe', 'Received on': '2026-03-02', 'Received from': 'the person' });
  await page.getByLabel(t('Both sign here, on the screen'), { exact: true }).check();
  await draw(page, t('Signature of the one who gives'));
  await save(page);
  await expect(page.locator('.govuk-error-summary').getByRole('link'), 'the second signature is missing').toHaveCount(1);
  await draw(page, t('Signature of the member who receives'));
  await save(page);
  await page.getByRole('region', { name: t('Documents') }).getByRole('link', { name: /N 1/ }).click();
  await expect(page.locator('svg.arasha-signature__picture')).toHaveCount(2);
  await press(page, 'Hand the paper over').click();
  await page.getByLabel(label('To whom it went')).selectOption({ label: t('To the person') });
  await answerAll(page, { 'Handed over on': '2026-03-03', 'Name of the one who receives': 'the person' });
  await page.getByLabel(t('Both sign here, on the screen'), { exact: true }).check();
  await draw(page, t('Signature of the one who receives'));
  await draw(page, t('Signature of the member who hands over'));
  await save(page);
  await expect(page.locator('svg.arasha-signature__picture')).toHaveCount(4);
  await expect(page.getByRole('main')).toContainText(t('Handed over'));
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('both sign on paper, and the writer cannot be the second one', async ({ desk: page }) => {
    await newCase(page);
    await start(page, 'Take a paper to keep');
    await page.getByLabel(t('What paper'), { exact: true }).selectOption({ label: t('Passport') });
    await answerAll(page, { Condition: 'whole', 'Where it is kept': 'safe', 'Received on': '2026-03-02', 'Received from': 'the person' });
    await expect(page.locator('canvas').first()).toBeHidden();
    await page.getByLabel(t('Both signed on paper'), { exact: true }).check();
    await save(page);
    await page.getByRole('region', { name: t('Documents') }).getByRole('link', { name: t('Passport') }).click();
    await expect(page.getByRole('main')).toContainText(t('Kept here; a second member must look at the signatures'));
    await expect(page.getByRole('button', { name: t('I have seen both signatures') })).toHaveCount(0);
  });
});
