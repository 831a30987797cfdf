// Keeping and erasing: a hold stops it, two people do it, the certificate stays. And a set of tasks, changed and used. All of it
// without scripts.
import { enter, expect, test } from './fixtures.mjs';
import { newCase, press, startEntry } from './cases.mjs';
import { answerAll, save } from './fields.mjs';
import { t } from './words.mjs';

test.use({ javaScriptEnabled: false });

const today = new Date().toISOString().slice(0, 10);

// A case that was closed, with rules that let it go at once.
async function closedCase(page) {
  await page.goto('/settings/retention');
  for (const box of await page.getByRole('main').getByRole('checkbox').all()) await box.check();
  await save(page);
  const made = await newCase(page, { family: 'Темирханов', given: 'Алдияр' });
  await startEntry(page, 'Closing the case');
  await answerAll(page, { Date: today, Reason: { choose: 'Goals met' } });
  await save(page);
  return made;
}

const erasure = (address) => `${address}/erasure`;

async function propose(page, address) {
  await page.goto(erasure(address));
  await expect(page.getByRole('main')).toContainText('It cannot be undone by anybody.');
  await answerAll(page, { 'Why the case is erased': { choose: 'The person asks for it' } });
  await press(page, 'Propose the erasure').click();
}

test('a hold stops it, two people erase, and the certificate stays', async ({ house, desk: page, elsewhere, sessions }) => {
  test.slow();
  const { address, alias } = await closedCase(page);
  await propose(page, address);
  await expect(page.getByRole('main')).toContainText(t('You proposed it. A colleague who may open the case must confirm it.'));
  await expect(press(page, 'Erase for ever')).toHaveCount(0);

  const second = await elsewhere();
  await enter(second, house, sessions, house.who('caseworker'));
  await second.goto(address);
  await startEntry(second, 'Hold');
  await answerAll(second, { 'Why the case must stay': { choose: 'Court' }, 'Who demands it': 'District court', From: today });
  await save(second);
  await expect(second.getByRole('main')).toContainText('District court');
  await second.goto(erasure(address));
  await expect(press(second, 'Erase for ever')).toHaveCount(0);
  await second.goto(address);
  await second.getByRole('link', { name: /^Lift the hold/ }).click();
  await answerAll(second, { 'Why it is no longer needed': 'The court wrote back.' });
  await press(second, 'Lift the hold').click();

  await propose(page, address);
  await second.goto(erasure(address));
  await press(second, 'Erase for ever').click();
  await expect(second.getByRole('heading', { level: 1 })).toContainText(t('Certificate of an erasure'));
  await expect(second.getByRole('main')).toContainText(t('It agrees'));
  const certificate = second.url();

  for (const one of [page, second]) {
    await one.goto('/cases');
    await expect(one.getByRole('main')).not.toContainText(alias);
    expect([403, 404]).toContain((await one.goto(address)).status());
    await one.goto(certificate);
    await expect(one.getByRole('main')).toContainText(t('It agrees'));
  }
  await page.goto('/erased');
  await answerAll(page, { 'Alias on a paper': alias });
  await press(page, 'Was this case erased?').click();
  await expect(page.getByRole('main')).toContainText(`${alias}: this case was erased.`);
  expect(house.run('verify', '--data', house.data, '--erased', certificate.split('/').pop())).toContain('0 contents, 0 keys, 0 summaries');
});

test('a set of tasks is changed by a manager and used once in a case', async ({ desk: page }) => {
  await page.goto('/settings/templates');
  await page.getByRole('link', { name: 'The first days' }).click();
  await page.getByLabel(t('What is to be done')).first().fill('Put the kettle on');
  await save(page);
  await expect(page.getByRole('main')).toContainText(t('Your organisation'));

  const { address } = await newCase(page, { family: 'Сейткали', given: 'Мөлдір' });
  await page.goto(`${address}/tasks`);
  await page.getByRole('link', { name: 'The first days' }).click();
  await page.getByRole('checkbox').last().uncheck();
  await press(page, 'Write the tasks').click();
  await expect(page).toHaveURL(new RegExp(address));
  await expect(page.getByRole('main')).toContainText('Put the kettle on');
  await page.goto(`${address}/tasks`);
  await page.getByRole('link', { name: 'The first days' }).click();
  await expect(page.getByRole('main').getByText(t('It stands in the case already.'))).toHaveCount(3);
});
