// Who is in no circle of a case cannot read it, whatever address is typed.
import { enter, expect, test } from './fixtures.mjs';
import { add, correct, entryWith, newCase } from './cases.mjs';

test('neither the administrator, the analyst nor the auditor reads a case by its address, nor the hotline more than it must', async ({ desk: page, elsewhere, house, sessions }) => {
  test.slow();
  const family = 'Скрытнов';
  const { address, alias } = await newCase(page, { family, summary: 'Только для круга.', never: 'Не звонить.' });
  await add(page, 'Note', { 'Note': 'Запись для своих' });
  const links = await page.getByRole('main').locator('a[href]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const correction = await correct(entryWith(page, 'Запись для своих')).getAttribute('href');
  const addresses = [...new Set([address, correction, ...links])].filter((one) => /^\/(case|file|people?)\//.test(one));
  expect(addresses.length).toBeGreaterThan(10);

  for (const work of ['system administrator', 'analyst', 'auditor', 'hotline']) {
    await test.step(work, async () => {
      const other = await elsewhere();
      await enter(other, house, sessions, house.who(work));
      for (const one of addresses) {
        const answer = await other.request.get(one, { maxRedirects: 0 });
        const text = await answer.text();
        for (const secret of [family, 'Только для круга', 'Запись для своих', ...(work === 'hotline' ? [] : [alias, 'Не звонить'])]) {
          expect(text, `${one} tells the ${work} nothing`).not.toContain(secret);
        }
        // Who is in no circle at all is led to the members or to the page of those who wait, whatever the address is.
        const elsewhere = answer.status() === 303 && ['/members', '/welcome'].includes(answer.headers().location);
        // The hotline sees how to reach a person safely, and nothing else of the case.
        if (work === 'hotline') continue;
        expect([403, 404].includes(answer.status()) || elsewhere, `${one} for the ${work}: ${answer.status()}`).toBe(true);
      }
      if (work === 'hotline') return;
      await other.goto('/');
      await expect(other.getByText(alias)).toHaveCount(0);
    });
  }
});

test('nobody who is not signed in gets anything but the sign-in page', async ({ desk: page, elsewhere }) => {
  const { address } = await newCase(page);
  const stranger = await elsewhere();
  for (const one of [address, '/', '/contact', '/account', '/cases', '/people', '/members', '/circles', '/readings', '/settings', '/statistics']) {
    const answer = await stranger.goto(one);
    expect(answer.status() === 404 || new URL(stranger.url()).pathname === '/sign-in', one).toBe(true);
  }
});

test('a form without its token, from elsewhere, or of somebody else is refused', async ({ desk: page, house }) => {
  const to = `${house.url}/contact`;
  const request = page.request;
  const own = { 'sec-fetch-site': 'same-origin', origin: house.url };
  const csrf = await page.goto('/contact').then(() => page.locator('input[name=csrf]').first().inputValue());
  expect((await request.post(to, { form: { 'contact-summary': 'x' }, headers: own })).status()).toBe(403);
  expect((await request.post(to, { form: { csrf: '0'.repeat(csrf.length), 'contact-summary': 'x' }, headers: own })).status()).toBe(403);
  expect((await request.post(to, { form: { csrf }, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } })).status()).toBe(403);
  expect((await request.post(to, { form: { csrf }, headers: { 'sec-fetch-site': 'same-site', origin: house.url } })).status()).toBe(403);
});
