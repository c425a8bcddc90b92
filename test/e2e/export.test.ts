import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { buildSite } from '../../server/build/site/build-site.ts';
import { PAGE } from '../../server/paths.ts';
import { writeTrace } from '../data/trace-files.ts';
import { oneMessage } from '../support/conversation.ts';
import { temporaryFolder } from '../support/folder.ts';
import { runPeer } from '../support/peers.ts';
import { startStaticHost } from '../support/static-host.ts';
import {
  openPage,
  PATIENCE,
  RECORDED,
  startIn,
  startWirestep,
  terminalLines,
  useBrowser,
} from './open-page.ts';

useBrowser();

const THREE = readFileSync('test/recordings/three.trace.jsonl', 'utf8');
const MINE = 'mine000000000000000000';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Export' });
const playhead = (page: Page) => page.getByRole('slider', { name: 'Playhead' });

const saveButton = (page: Page) => dialog(page).getByRole('button', { name: 'Save', exact: true });

/** The page of a recording, with the dialog open over it. */
async function openExport(place: string) {
  const opened = await openPage(place);
  await playhead(opened.page).waitFor();
  await opened.page.getByRole('button', { name: 'Export' }).click();
  await dialog(opened.page).waitFor();
  return opened;
}

/** Saves what is chosen; where the file lies. */
async function save(page: Page): Promise<string> {
  const download = page.waitForEvent('download');
  const [saved] = await Promise.all([download, saveButton(page).click()]);
  const path = join(temporaryFolder(), saved.suggestedFilename());
  await saved.saveAs(path);
  return path;
}

const choose = (page: Page, format: RegExp) => dialog(page).getByRole('radio', { name: format });

/** A running wirestep with a recording of this text. */
async function startWith(text: string): Promise<string> {
  const folder = temporaryFolder();
  await writeTrace(folder, text, MINE);
  const { address } = await startIn(folder);
  return `${address}#/recording/${MINE}`;
}

/** A file of the disk in a browser without any network. */
const openFile = (path: string) => openPage(pathToFileURL(path).href, { offline: true });

test('a capture saved from the page opens in tshark with what was said in it', async () => {
  const { address } = await startWirestep('three');
  const { page, complaints } = await openExport(`${address}#/recording/${RECORDED.three}`);
  await choose(page, /^Wireshark capture/).check();
  const path = await save(page);
  expect(path).toMatch(/three-messages-and-goodbye\.pcapng$/);
  const payloads = ['-r', path, '-T', 'fields', '-e', 'tcp.payload'];
  const said = Buffer.from(runPeer('tshark', payloads).toString().replace(/\s/g, ''), 'hex');
  for (const words of ['Hello World!', 'Hello World Third Message!', '!DISCONNECT', 'Msg received'])
    expect(said.includes(words)).toBe(true);
  expect(complaints).toEqual([]);
});

test('a table saved from the page is read by Python, a row an event', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openExport(`${address}#/recording/${RECORDED.three}`);
  await choose(page, /^Table/).check();
  const path = await save(page);
  const script =
    'import csv, sys; print(len(list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))';
  const rows = Number(runPeer('python3', ['-c', script, path]).toString());
  expect(rows).toBe(THREE.trimEnd().split('\n').length - 1);
});

test('a replay saved from the page opens from the disk with no network, and is stepped', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openExport(`${address}#/recording/${RECORDED.three}`);
  await choose(page, /^Replay in one file/).check();
  const path = await save(page);
  const { page: file, complaints, elsewhere } = await openFile(path);
  await playhead(file).waitFor();
  expect(file.url()).toContain('#/recording/replay');
  const before = await playhead(file).getAttribute('aria-valuetext');
  await file.getByRole('button', { name: 'Forward', exact: true }).click();
  await expect.poll(() => playhead(file).getAttribute('aria-valuetext'), PATIENCE).not.toBe(before);
  await file.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(file, 'server')).at(-1), PATIENCE)
    .toMatch(/!DISCONNECT$/);
  await file.keyboard.press('Home');
  await expect
    .poll(() => playhead(file).getAttribute('aria-valuetext'), PATIENCE)
    .toMatch(/^event 0 of/);
  await file.evaluate(() => (location.hash = '#/recordings'));
  await file.getByRole('link', { name: /Three messages and goodbye/ }).waitFor();
  await file.evaluate(() => (location.hash = '#/glossary'));
  await file.getByRole('heading', { name: 'Glossary' }).waitFor();
  expect(complaints).toEqual([]);
  expect(elsewhere.filter((asked) => !asked.startsWith('data:'))).toEqual([]);
});

test('the file that was saved exports too, but no file of itself', async () => {
  const { address } = await startWirestep('hello');
  const { page } = await openExport(`${address}#/recording/${RECORDED.hello}`);
  await choose(page, /^Replay in one file/).check();
  const { page: file, complaints } = await openFile(await save(page));
  await playhead(file).waitFor();
  await file.keyboard.press('e');
  await choose(file, /^Replay in one file/).check();
  await dialog(file).getByRole('alert').filter({ hasText: 'give this file away' }).waitFor();
  await choose(file, /^Recording/).check();
  const path = await save(file);
  expect(readFileSync(path, 'utf8')).toBe(
    readFileSync('test/recordings/hello.trace.jsonl', 'utf8'),
  );
  expect(complaints).toEqual([]);
});

test('a redacted replay shows the lengths and none of the words', async () => {
  const { address } = await startWirestep('three');
  const { page } = await openExport(`${address}#/recording/${RECORDED.three}`);
  await choose(page, /^Replay in one file/).check();
  await dialog(page).getByRole('switch', { name: 'Redact' }).check();
  const path = await save(page);
  expect(path).toMatch(/-redacted\.html$/);
  const { page: file } = await openFile(path);
  await playhead(file).waitFor();
  await file.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(file, 'server')).at(-1), PATIENCE)
    .toMatch(/^\*+/);
  const text = await file.locator('body').innerText();
  for (const secret of ['!DISCONNECT', '127.0.0.1']) {
    expect(THREE).toContain(secret);
    const source = await file.getByRole('region', { name: 'Source', exact: true }).innerText();
    expect(text.replace(source, '')).not.toContain(secret);
  }
});

test('nothing that a client sent or a title says does anything in the file', async () => {
  const hostile =
    '</script><script>window.owned=1</script><img src=x onerror=window.owned=1><!-- \u2028';
  const talk = oneMessage();
  const socket = { p: 2, th: 2, s: 2, fd: 22 };
  const bytes = Buffer.byteLength(hostile);
  talk.add('send', { ...socket, len: bytes, off: 76, u: hostile, __proto__: { owned: 1 } });
  talk.add('out', { p: 1, th: 3, stream: 'stdout', text: hostile });
  talk.add('marker', { text: '__proto__' });
  talk.add('end');
  const lines = new TextDecoder().decode(talk.bytes());
  const { page } = await openExport(
    await startWith(lines.replace('"One message"', JSON.stringify(hostile))),
  );
  await choose(page, /^Replay in one file/).check();
  const path = await save(page);
  expect(readFileSync(path, 'utf8')).not.toContain('window.owned');
  const { page: file, complaints } = await openFile(path);
  await playhead(file).waitFor();
  await file.getByRole('button', { name: 'Last', exact: true }).click();
  await expect
    .poll(async () => (await terminalLines(file, 'server')).join(''), PATIENCE)
    .toContain('onerror=window.owned=1');
  expect(await file.evaluate(() => 'owned' in window || 'owned' in {})).toBe(false);
  expect(complaints).toEqual([]);
});

test('a large recording shows how far it is, can be stopped, and is saved whole', async () => {
  const events = 60_000;
  const { page } = await openExport(await startWith(longRecording(events)));
  await choose(page, /^Table/).check();
  const files = dialog(page).getByRole('list', { name: 'Files' });
  await files.getByText(/about [\d.]+ MB/).waitFor();
  // What is written in advance is done: only what is saved rests from here on.
  await expect.poll(() => saveButton(page).isEnabled(), PATIENCE).toBe(true);
  await page.evaluate(holdRests);
  await saveButton(page).click();
  await dialog(page).getByRole('progressbar').waitFor();
  await dialog(page).getByRole('button', { name: 'Stop' }).click();
  await page.evaluate(() => dispatchEvent(new Event('go-on')));
  await dialog(page).getByText('Stopped. The file was not saved.').waitFor();
  const rows = readFileSync(await save(page), 'utf8').match(/\r\n\d+,/g)?.length;
  expect(rows).toBe(events);
});

/** In the page: a writer that rests stays at rest until the event `go-on`, however fast it is. */
function holdRests(): void {
  const { scheduler } = window as unknown as { scheduler: { yield: () => Promise<void> } };
  const { yield: rest } = scheduler;
  scheduler.yield = () =>
    new Promise((resolve) => addEventListener('go-on', () => resolve(), { once: true }));
  addEventListener('go-on', () => (scheduler.yield = rest), { once: true });
}

test('a web site saves replays too', async () => {
  const folder = temporaryFolder();
  await writeTrace(folder, THREE, MINE);
  const out = join(folder, 'site');
  await buildSite({ page: PAGE, out, recordings: [folder] });
  const host = await startStaticHost(out, '/course/');
  onTestFinished(() => host.close());
  const { page, complaints } = await openExport(`${host.address}#/recording/${MINE}`);
  await choose(page, /^Replay in one file/).check();
  const { page: file } = await openFile(await save(page));
  await playhead(file).waitFor();
  await choose(page, /^Sequence diagram as picture/).check();
  await dialog(page)
    .getByRole('img', { name: /sequence diagram/ })
    .waitFor();
  expect(complaints).toEqual([]);
});

test('a file opened from the disk is exported without a server having seen it', async () => {
  const { address } = await startWirestep();
  const { page } = await openPage(address);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  const path = join(temporaryFolder(), 'mine.trace.jsonl');
  writeFileSync(path, THREE);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file…' }).click();
  await (await chooser).setFiles(path);
  await playhead(page).waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  await choose(page, /^Recording/).check();
  expect(readFileSync(await save(page), 'utf8')).toBe(THREE);
  expect(asked.filter((each) => each.startsWith('POST'))).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the dialog, %s',
  async (colorScheme) => {
    const { address } = await startWirestep('three');
    const { page } = await openPage(`${address}#/recording/${RECORDED.three}`, { colorScheme });
    await playhead(page).waitFor();
    for (const [width, height] of [
      [1440, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.keyboard.press('e');
      await choose(page, /^Call log/).check();
      await dialog(page).getByRole('button', { name: 'Save', exact: true }).waitFor();
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`)).toEqual(
        [],
      );
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
    }
  },
);

/** A conversation of so many events, header line besides. */
function longRecording(events: number): string {
  const [header = '', ...begin] = new TextDecoder()
    .decode(oneMessage().bytes())
    .trimEnd()
    .split('\n');
  const more = Array.from({ length: events - begin.length }, (_, n) => {
    const i = begin.length + n + 1;
    const about = { i, t: 1_000_000 + i * 1000, p: 1, th: 3 };
    return JSON.stringify({ ...about, k: 'out', stream: 'stdout', text: `Line ${i} of many.\n` });
  });
  return `${[header, ...begin, ...more].join('\n')}\n`;
}
