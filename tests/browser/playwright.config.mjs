// The browser tests: run by script/test, or alone: npx playwright test --config tests/browser/playwright.config.mjs
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const build = (name) => fileURLToPath(new URL(`../../build/browser/${name}`, import.meta.url));

export const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
};

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: build('results'),
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },  // generous: the machine may have other work
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'off',  // a quarter of the time; --trace retain-on-failure shows what a failed test saw
    locale: 'en-GB',
    timezoneId: 'Asia/Almaty',
    launchOptions,
  },
  projects: [
    // The walks over all pages have servers of their own: what other tests write is in no language.
    { name: 'pages', testMatch: 'pages.spec.mjs' },
    { name: 'scripts', testIgnore: 'pages.spec.mjs' },
    { name: 'no-scripts', testMatch: /(walk|drafts|sign-in|returning)\.spec\.mjs/, use: { javaScriptEnabled: false } },
  ],
});
