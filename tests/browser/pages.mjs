// All pages that a member can come to: found by following every link, from my work on. Pages of one kind (another case,
// the same form for another case) count as one; of each kind, `each` are looked at.
import AxeBuilder from '@axe-core/playwright';
import { months } from './words.mjs';

const never = [/^\/exit$/, /^\/language\//, /^\/assets\//];

// What people have written, and what stands there for a few cases only: always looked at first.
const kindOf = (address) => {
  const url = new URL(address, 'http://here');
  const path = url.pathname.replace(/[0-9a-z]{20,}/gi, '{id}');
  const names = [...url.searchParams.keys()].sort().join(',');
  return names ? `${path}?${names}` : path;
};

// Calls `look(address, kind)` for each page, after having gone there. Every answer must be a page without an error.
export async function everyPage(page, { from = '/', each = 1, most = 400 }, look) {
  const waiting = [from];
  const seen = new Map();
  const known = new Set(waiting);
  let count = 0;
  while (waiting.length > 0) {
    const address = waiting.shift();
    const kind = kindOf(address);
    if ((seen.get(kind) ?? 0) >= each) continue;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (++count > most) throw new Error(`More than ${most} kinds of pages; is an address made up anew each time?`);
    const answer = await page.goto(address);
    if (!answer || answer.status() >= 400) throw new Error(`${address} answers ${answer?.status()}, and a link leads there`);
    await look(address, kind);
    const links = await page.locator('a[href]').evaluateAll((all) => all.filter((one) => !one.hasAttribute('download') && one.protocol !== 'tel:').map((one) => one.href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin !== new URL(page.url()).origin) throw new Error(`${address} has a link to ${url.origin}`);
      const next = url.pathname + url.search;
      // A page outside, in another language than this walk's.
      if (known.has(next) || url.searchParams.has('lang') || never.some((one) => one.test(url.pathname))) continue;
      known.add(next);
      waiting.push(next);
    }
  }
  return [...seen.keys()];
}

// Sentences of the catalogue that stand in the page in English although its language has other words for them. Single
// words count only when they are all that stands there: names of cases are English words.
export async function untranslated(page, sentences) {
  const wanted = sentences.filter(([id, text]) => /[A-Za-z]{2}/.test(id) && id.length >= 8 && text !== id && !/\{\d\}/.test(id)).map(([id]) => id);
  return page.evaluate((ids) => {
    const whole = new Set(ids);
    const several = ids.filter((id) => id.includes(' ') && id.length >= 12);
    const found = new Set();
    const examine = (text) => {
      const clean = text.replace(/\s+/g, ' ').trim();
      if (whole.has(clean)) found.add(clean);
      for (const id of several) if (clean.includes(id)) found.add(id);
      // What is in no catalogue at all.
      if (/\b(the|of|and|with|this|your|from|are)\b/i.test(clean)) found.add(clean);
    };
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent.closest('script, style, [lang]:not(html), input, textarea')) continue;
      examine(node.data);
    }
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
      if (one.closest('[lang]:not(html)')) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) examine(one.getAttribute(name) ?? '');
    }
    return [...found];
  }, wanted);
}

// Days that are written in another language's order: 2026-03-05, 3/5/2026, or English months. What says of itself that
// it is in another language, as the citation of an act, is left alone.
export async function foreignDates(page, language) {
  const text = await page.evaluate(() => {
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest('script, style, [lang]:not(html)') && node.parentElement.checkVisibility()) lines.push(node.data);
    }
    return lines.join('\n');
  });
  const wrong = [/\b\d{4}-\d\d-\d\d\b/g, /\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g];
  const others = language === 'en' ? [...months('ru'), ...months('kk')] : months('en');
  wrong.push(new RegExp(`\\d{1,2},? (${others.join('|')})(?!\\p{L})`, 'giu'));
  return wrong.flatMap((one) => text.match(one) ?? []);
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// What a wider page can change; the rest is the same text and structure.
export const onADesk = ['color-contrast', 'target-size', 'scrollable-region-focusable'];

// What keeps people out, each with the places. `only`: these rules alone.
export async function barriers(page, only) {
  // Two hundred countries in a list teach nothing more than three, and cost seconds on each page.
  await page.evaluate(() => document.querySelectorAll('select').forEach((one) => [...one.options].slice(3).forEach((option) => option.remove())));
  // No page has frames, and what is in order is not asked for: half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], preload: false });
  const { violations } = await (only ? axe.withRules(only) : axe.withTags(rules)).analyze();
  return violations.map((one) => `${one.id}: ${one.help} – ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(' | ')}`);
}

// What does not fit the width, with the elements that stick out.
export async function tooWide(page) {
  return page.evaluate(() => {
    if (document.scrollingElement.scrollWidth <= window.innerWidth) return [];
    const out = [];
    for (const one of document.body.querySelectorAll('*')) {
      const box = one.getBoundingClientRect();
      if (box.right > window.innerWidth + 1 && box.width > 0) out.push(`${one.tagName.toLowerCase()}.${one.className}: “${one.textContent.trim().slice(0, 40)}” ends at ${Math.round(box.right)}`);
    }
    return [`the page is ${document.scrollingElement.scrollWidth} wide`, ...out.slice(-5)];
  });
}

// Things to press that are smaller than 24 by 24, but for links inside a text.
export async function tooSmall(page) {
  return page.evaluate(() => {
    const out = [];
    for (const one of document.querySelectorAll('button, [role=button], nav a, header a, summary, input:not([type=hidden]), select, textarea')) {
      // A box inside its label is pressed by the label.
      const box = (one.closest('label') ?? one).getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || one.closest('.govuk-visually-hidden, .govuk-skip-link, [aria-hidden=true]')) continue;
      if (box.width < 24 || box.height < 24) out.push(`${one.tagName.toLowerCase()} “${(one.textContent || one.name || '').trim().slice(0, 30)}” is ${Math.round(box.width)} by ${Math.round(box.height)}`);
    }
    return out;
  });
}
