// The list of cases, giving cases to colleagues, and counting.
import { enter, expect, test } from './fixtures.mjs';
import { choosePlace, newCase, press } from './cases.mjs';
import { t } from './words.mjs';


test('the list is filtered, sorted and turned over, and says how many there are', async ({ desk: page }) => {
  const { alias } = await newCase(page);
  await choosePlace(page, 'Cases');
  await expect(page.getByRole('table', { name: t('Cases') }).getByRole('row')).toHaveCount(26);
  await page.goto('/cases?state=new&sort=-opened');
  const states = await page.getByRole('table').getByRole('row').filter({ has: page.locator('a[href^="/case/"]') }).allInnerTexts();
  expect(states.length).toBeGreaterThan(0);
  for (const row of states) expect(row).toContain(t('New'));
  await page.goto(`/cases?alias=${encodeURIComponent(alias)}`);
  await expect(page.getByRole('main').locator('a[href^="/case/"]')).toHaveText([alias]);
  await page.goto('/cases?page=2');
  await expect(page.getByRole('main').locator('a[href^="/case/"]').first()).toBeVisible();
  for (const odd of ['page=0', 'page=-1', 'page=999999999999', 'sort=nothing', 'state=nothing', 'opened_from=31.02.2026', 'owner=nobody']) {
    const answered = await page.goto(`/cases?${odd}`);
    expect(answered.status(), odd).toBeLessThan(500);
  }
});

test('several cases are given to a colleague in one act, who finds them in the own work', async ({ desk: page, elsewhere, house, sessions }) => {
  const colleague = house.who('caseworker');
  const first = await newCase(page, { family: 'Передачин', given: 'Один' });
  await choosePlace(page, 'Cases');
  await page.goto(`/cases?alias=${encodeURIComponent(first.alias)}`);
  await page.getByRole('main').getByRole('checkbox').first().check();
  await page.getByLabel(t('Give the chosen cases to')).selectOption({ label: colleague.name });
  await press(page, 'Give the cases').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('Give cases to a colleague'));
  await press(page, 'Give the cases').click();
  const other = await elsewhere();
  await enter(other, house, sessions, colleague);
  await other.goto(first.address);
  await expect(other.getByRole('region', { name: t('How it stands') })).toContainText(colleague.name);
});

test('cases are counted by their facts, and small numbers are hidden', async ({ desk: page }) => {
  await choosePlace(page, 'Statistics');
  await page.getByLabel(t('Count cases by')).selectOption('gender');
  await press(page, 'Count').click();
  const table = page.getByRole('main').getByRole('table').first();
  await expect(table.getByRole('row').filter({ hasText: t('Total') })).toBeVisible();
  await page.getByLabel(t('And by')).selectOption('citizenship');
  await press(page, 'Count').click();
  await expect(page.getByRole('main')).toContainText(/<|–|…|hidden/);
  await expect(page).toHaveURL(/by=gender/);
});
