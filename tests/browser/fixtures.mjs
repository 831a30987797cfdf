// What every browser test stands on: a house with a running server for each worker, pages whose every request, header
// and console message is watched, and people who are signed in.
import { test as base, expect } from '@playwright/test';
import { House } from './house.mjs';
import { t } from './words.mjs';

export { expect };

// What security.md, section 7, asks of every page.
const policy = {
  'default-src': "'none'",
  'style-src': "'self'",
  'script-src': "'self'",
  'img-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

function faultsOfHeaders(headers) {
  const faults = [];
  const directives = new Map((headers['content-security-policy'] ?? '').split(';').map((one) => {
    const [name, ...values] = one.trim().split(/\s+/);
    return [name, values.join(' ')];
  }));
  for (const [name, value] of Object.entries(policy)) {
    if (directives.get(name) !== value) faults.push(`CSP ${name} is ${directives.get(name)}`);
  }
  if (/unsafe|\*|data:|https?:/.test(headers['content-security-policy'] ?? '')) faults.push('CSP lets too much in');
  const demanded = {
    'x-content-type-options': /^nosniff$/,
    'cache-control': /no-store/,
    'referrer-policy': /^(no-referrer|same-origin)$/,
    'cross-origin-opener-policy': /^same-origin$/,
    'cross-origin-resource-policy': /^same-origin$/,
  };
  for (const [name, value] of Object.entries(demanded)) {
    if (!value.test(headers[name] ?? '')) faults.push(`${name} is ${headers[name]}`);
  }
  return faults;
}

// Collects what must never happen on any page. No other name resolves in this browser, so no test leaves the machine. (A
// route for addresses elsewhere would do the same, and switch off the cache: each page a third slower.)
export async function guard(context, house) {
  const faults = [];
  const watch = { faults, left: [] };
  context.on('request', (request) => { if (/^(https?|wss?):/.test(request.url()) && !request.url().startsWith(house.url)) watch.left.push(request.url()); });
  context.on('console', (message) => {
    if (/Content Security Policy|Refused to|violates/i.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`script: ${error.error().message}`));
  context.on('response', (response) => {
    const request = response.request();
    if (!request.isNavigationRequest() || !response.url().startsWith(house.url)) return;
    if (!/text\/html/.test(response.headers()['content-type'] ?? '')) return;
    for (const fault of faultsOfHeaders(response.headers())) faults.push(`${new URL(response.url()).pathname}: ${fault}`);
  });
  return watch;
}

// Where the way out leads, there is a page.
export async function answerElsewhere(context, house) {
  await context.route((url) => url.origin !== house.url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title><p>Elsewhere' }));
}

export async function signIn(page, member, language = 'en') {
  await page.goto(`/language/${language}?to=/sign-in`);
  await page.getByLabel(t('Name', language), { exact: true }).fill(member.name);
  await page.getByLabel(t('Passphrase', language), { exact: true }).fill(member.passphrase);
  await page.getByRole('button', { name: t('Sign in', language) }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  // Members keep the language that they chose last, wherever that was.
  await page.goto(`/language/${language}?to=/`);
}

export const test = base.extend({
  language: ['en', { option: true }],

  house: [async ({}, use) => {
    const house = House.demo();
    await house.start();
    await use(house);
    await house.remove();
  }, { scope: 'worker' }],

  // Sign-ins are costly on purpose; a session is used by all tests of a worker that do not end it.
  sessions: [async ({}, use) => { await use(new Map()); }, { scope: 'worker' }],

  baseURL: async ({ house }, use) => { await use(house.url); },

  watch: [async ({ context, house }, use) => {
    const watch = await guard(context, house);
    await use(watch);
    expect(watch.faults).toEqual([]);
    expect(watch.left).toEqual([]);
  }, { auto: true }],

  // A page of a further browser: another person, or the same one at another desk.
  elsewhere: async ({ browser, house, contextOptions, javaScriptEnabled }, use) => {
    const opened = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL: house.url, javaScriptEnabled });
      opened.push({ context, watch: await guard(context, house) });
      return context.newPage();
    });
    for (const { context, watch } of opened) {
      expect(watch.faults).toEqual([]);
      await context.close();
    }
  },

  // The first page of the example organisation's first member, in the test's language.
  desk: async ({ page, house, sessions, language }, use) => {
    await enter(page, house, sessions, house.members[0], language);
    await use(page);
  },
});

// Signs in with the worker's session of this member, or begins one.
export async function enter(page, house, sessions, member, language = 'en') {
  const kept = sessions.get(member.name);
  if (kept) {
    await page.context().addCookies(kept);
    await page.goto(`/language/${language}?to=/`);
    if (!page.url().includes('/sign-in')) return;
  }
  await signIn(page, member, language);
  sessions.set(member.name, await page.context().cookies());
}
