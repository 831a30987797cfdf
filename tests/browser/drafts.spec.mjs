// Nothing that was typed is lost: not when the session ended meanwhile, not when the server fell, not by a mistake.
import { House } from './house.mjs';
import { enter, expect, guard, signIn, test } from './fixtures.mjs';
import { newCase, press, startEntry } from './cases.mjs';
import { answer, save } from './fields.mjs';
import { label, t } from './words.mjs';

async function signInAgain(page, member) {
  await expect(page.getByRole('heading', { level: 1, name: t('Sign in') })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(t('Your session had ended. What you typed is kept; sign in and it will be there.'));
  await page.getByLabel(t('Name'), { exact: true }).fill(member.name);
  await page.getByLabel(t('Passphrase'), { exact: true }).fill(member.passphrase);
  await page.getByRole('button', { name: t('Sign in') }).click();
}

test('a form that was sent after the session had ended comes back filled in', async ({ page, house, context }) => {
  const member = house.members[0];
  await signIn(page, member);
  const { address } = await newCase(page);
  await startEntry(page, 'Note');
  await answer(page, 'Note', 'Длинная запись, которую жалко терять');

  const tab = await context.newPage();
  await tab.goto('/account');
  await tab.getByRole('button', { name: t('Sign out') }).click();
  await expect(tab.getByRole('heading', { level: 1, name: t('Sign in') })).toBeVisible();

  await save(page);
  await signInAgain(page, member);
  await expect(page.getByLabel(t('Note'), { exact: true })).toHaveValue('Длинная запись, которую жалко терять');
  await save(page);
  await expect(page).toHaveURL(new RegExp(address));
  await expect(page.getByRole('main').getByText('Длинная запись, которую жалко терять')).toHaveCount(1);
  await press(page, 'Note').click();
  await expect(page.getByLabel(t('Note'), { exact: true }), 'what was saved is no draft any more').toHaveValue('');
});

test('a form that was sent after signing in anew elsewhere is there to be looked through', async ({ page, house, context }) => {
  await signIn(page, house.members[0]);
  const { address } = await newCase(page);
  await startEntry(page, 'Note');
  await answer(page, 'Note', 'Begun before, sent after');
  const tab = await context.newPage();
  await tab.goto('/account');
  await tab.getByRole('button', { name: t('Sign out') }).click();
  await signIn(tab, house.members[0]);
  await save(page);
  await expect(page.getByRole('main')).toContainText(t('You signed in anew after this page was opened. What you typed is kept: look through it and save it again.'));
  await expect(page.getByLabel(t('Note'), { exact: true })).toHaveValue('Begun before, sent after');
  await save(page);
  await expect(page).toHaveURL(new RegExp(address));
  await expect(page.getByRole('main').getByText('Begun before, sent after')).toHaveCount(1);
});

test('a first contact that was sent after the session had ended comes back filled in', async ({ page, house, context }) => {
  await signIn(page, house.members[0]);
  await page.goto('/contact');
  await answer(page, 'What was said', 'Звонок оборвался');
  await answer(page, 'Who told us', { choose: ['Hotline', 'Police'] });
  const tab = await context.newPage();
  await tab.goto('/account');
  await tab.getByRole('button', { name: t('Sign out') }).click();
  await save(page);
  await signInAgain(page, house.members[0]);
  await expect(page.getByLabel(label('What was said'))).toHaveValue('Звонок оборвался');
  await expect(page.getByLabel(t('Hotline'), { exact: true })).toBeChecked();
  await expect(page.getByLabel(t('Police'), { exact: true })).toBeChecked();
  await expect(page.getByLabel(t('Family'), { exact: true })).not.toBeChecked();
  await newCase(page);  // and saved: the next test finds no draft
});

test.describe('a server of its own', () => {
  let own;
  test.beforeEach(async () => {
    own = House.empty();
    await own.start();
  });
  test.afterEach(() => own.remove());

  test('a form that was sent after the server had fallen comes back filled in', async ({ browser, javaScriptEnabled }) => {
    const context = await browser.newContext({ baseURL: own.url, javaScriptEnabled });
    const watch = await guard(context, own);
    const page = await context.newPage();
    await signIn(page, own.members[0]);
    await newCase(page);
    await startEntry(page, 'Note');
    await answer(page, 'Note', 'Typed before the lights went out');
    await own.stop('SIGKILL');
    await own.start();
    await save(page);
    await signInAgain(page, own.members[0]);
    await expect(page.getByLabel(t('Note'), { exact: true })).toHaveValue('Typed before the lights went out');
    await save(page);
    await expect(page.getByRole('main').getByText('Typed before the lights went out')).toHaveCount(1);
    expect(watch.faults).toEqual([]);
    await context.close();
  });

  test('what was saved before the server fell is there after', async ({ browser, javaScriptEnabled }) => {
    const context = await browser.newContext({ baseURL: own.url, javaScriptEnabled });
    await guard(context, own);
    const page = await context.newPage();
    await signIn(page, own.members[0]);
    const { address, alias } = await newCase(page, { summary: 'Said and saved' });
    await own.stop('SIGKILL');
    expect(own.run('verify', '--data', own.data)).toBeTruthy();
    await own.start();
    await signIn(page, own.members[0]);
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: alias })).toBeVisible();
    await expect(page.getByRole('main')).toContainText('Said and saved');
    await context.close();
  });
});

test('a draft is its writer’s only', async ({ page, house, sessions, elsewhere }) => {
  await signIn(page, house.members[0]);
  await page.goto('/contact');
  await answer(page, 'What was said', 'For my eyes only');
  await page.context().clearCookies();
  await save(page);
  await signInAgain(page, house.members[0]);
  await expect(page.getByLabel(label('What was said'))).toHaveValue('For my eyes only');
  const other = await elsewhere();
  await enter(other, house, sessions, house.who('caseworker'));
  await other.goto('/contact');
  await expect(other.getByLabel(label('What was said'))).toHaveValue('');
  await newCase(page);
});
