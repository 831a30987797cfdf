// Puts together what browsers receive: one style sheet, one script, the fonts. Nothing else, nothing from elsewhere.
// usage: node assets/build.mjs OUTPUT_FOLDER
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const out = process.argv[2];
mkdirSync(out, { recursive: true });
const npm = (path) => join('node_modules', path);

// The government's own typeface and images are not ours to use; its rules are.
const withoutForeignUrls = (css) =>
  css.replace(/@font-face\s*{[^}]*}/g, '').replace(/[a-z-]+:[^;{}]*url\([^)]*\)[^;{}]*;?/g, '');

const styles = [
  withoutForeignUrls(readFileSync(npm('govuk-frontend/dist/govuk/govuk-frontend.min.css'), 'utf8')),
  withoutForeignUrls(readFileSync(npm('@ministryofjustice/frontend/moj/moj-frontend.min.css'), 'utf8')),
];
const subsets = {
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
  'cyrillic-ext': 'U+0460-052F,U+1C80-1C88,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F',
  latin: 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
};
for (const [subset, range] of Object.entries(subsets)) {
  for (const weight of [400, 700]) {
    const name = `golos-text-${subset}-${weight}-normal.woff2`;
    const bytes = readFileSync(npm(`@fontsource/golos-text/files/${name}`));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    writeFileSync(join(out, `font-${subset}-${weight}.woff2`), bytes);
    styles.push(`@font-face{font-family:"Golos Text";font-weight:${weight};font-display:swap;` +
      `src:url(/assets/font-${subset}-${weight}.woff2?v=${hash}) format("woff2");unicode-range:${range}}`);
  }
}
styles.push(readFileSync('assets/arasha.css', 'utf8'));
const css = styles.join('\n').replace(/GDS Transport/g, 'Golos Text').replace(/\/\*# sourceMappingURL[^*]*\*\//g, '');
writeFileSync(join(out, 'arasha.css'), css);
copyFileSync('assets/arasha.js', join(out, 'arasha.js'));
copyFileSync('assets/mark.svg', join(out, 'mark.svg'));
// Fonts are compressed already. What compresses is compressed here once, as hard as it goes.
for (const name of ['arasha.css', 'arasha.js', 'mark.svg']) {
  const bytes = readFileSync(join(out, name));
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}
