/**
 * Builds `single.html`: the whole page in one file, with room for a lesson or a recording. Nothing in
 * it is asked for from anywhere; who puts one in makes it a file that opens from a disk.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');
const sources = join(root, 'src', 'sources');

/** What takes the place of a server, and of what is too large for a file. */
const INSTEAD = new Map([
  [/(^|\/)sources\/sources\.ts$/, join(sources, 'embedded.ts')],
  [/^unicode-name$/, join(sources, 'embedded-names.ts')],
]);

const embedded = {
  name: 'embedded',
  enforce: 'pre',
  resolveId: (asked) => [...INSTEAD].find(([name]) => name.test(asked))?.[1],
};

/** Writes `single.html` into the folder of the built page. */
export async function buildSingle(outDir) {
  const { output } = await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    plugins: [embedded],
    build: {
      write: false,
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: join(root, 'src', 'single.ts'), output: { codeSplitting: false } },
    },
  });
  const [script, ...more] = output.filter(({ type }) => type === 'chunk');
  const assets = output.filter(({ type }) => type === 'asset');
  const styles = assets.filter(({ fileName }) => fileName.endsWith('.css'));
  const left = [...more, ...assets].filter((file) => !styles.includes(file));
  if (left.length > 0) {
    throw new Error(`single.html would miss ${left.map(({ fileName }) => fileName).join(', ')}`);
  }
  const style = styles.map(({ source }) => source).join('\n');
  writeFileSync(join(outDir, 'single.html'), page(closed(script.code), style));
}

/** Room for what is saved, as the module that fills it knows it. */
function place() {
  const text = readFileSync(join(root, 'src', 'export', 'page-file.ts'), 'utf8');
  const id = /^export const ID = '([\w-]+)';$/m.exec(text)?.[1];
  if (id === undefined) throw new Error('page-file.ts does not say where a recording goes');
  return `<script type="text/plain" id="${id}"></script>`;
}

/** A script that no text inside it ends. */
function closed(code) {
  return code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}

/**
 * A file from a disk has no server that sends a policy, so the policy stands in it, before
 * everything else: no address may be asked for at all, and of scripts only the page's own runs, known
 * by its hash. Styles are inline here because the page is one file, and xterm sets some while it
 * runs; a style can do no harm where nothing can be loaded.
 */
function policy(code) {
  const hash = createHash('sha256').update(code).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function page(code, style) {
  const icon = readFileSync(join(root, 'src', 'icon.svg')).toString('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${policy(code)}" />
<meta name="referrer" content="no-referrer" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>wirestep</title>
<link rel="icon" href="data:image/svg+xml;base64,${icon}" />
<style>
${style}
</style>
</head>
<body>
<div id="app"></div>
<noscript>wirestep replays recordings in the page itself: please allow JavaScript.</noscript>
${place()}
<script type="module">${code}</script>
</body>
</html>
`;
}
