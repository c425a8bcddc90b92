import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { chromium } from 'playwright';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { findBrowser } from '../setup/browser.ts';
import { Command } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';
import { freePort } from '../support/ports.ts';
import { redeem, type Cookie } from '../support/presenter.ts';

let browser: Browser;

/** How long a page may take on a busy machine. */
export const PATIENCE = { timeout: 20_000 };

/** Starts the machine's browser once for the file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch(findBrowser());
  });
  afterAll(() => browser.close());
}

/** Two of the course's conversations, as recordings that a data folder can hold: their ids. */
export const RECORDED = {
  /** The client that says Hello World! and waits. */
  hello: 'hello00000000000000000',
  /** The client that sends three messages and says goodbye. */
  three: 'three00000000000000000',
} as const;

/** Who presents, by the origin of the page. */
const presenters = new Map<string, Cookie>();

/**
 * A running wirestep whose data folder holds these recordings; stopped when the test ends. Pages
 * that are opened there are the presenter's.
 */
export function startWirestep(...recorded: readonly (keyof typeof RECORDED)[]) {
  const data = temporaryFolder();
  for (const name of recorded) {
    const file = `${RECORDED[name]}.trace.jsonl`;
    copyFileSync(`test/recordings/${name}.trace.jsonl`, join(data, file));
  }
  return startIn(data);
}

/** One whose class followers can join, by the link `join`. */
export async function startClass() {
  const started = await startIn(temporaryFolder(), ['--lan']);
  const [, code = ''] = /#join=(\w+)/.exec(started.command.stdout) ?? [];
  return { ...started, join: `${started.address}#join=${code}` };
}

/** One with this data folder, these ports where they are given, and these options besides. */
export async function startIn(data: string, options: readonly string[] = [], at?: Ports) {
  const { ui, port } = at ?? { ui: await freePort(), port: await freePort() };
  const ports = ['--ui-port', String(ui), '--port', String(port)];
  const command = new Command(['start', '--no-open', '--data', data, ...ports, ...options]);
  onTestFinished(async () => {
    command.kill('SIGTERM');
    await command.ended;
  });
  const address = `http://127.0.0.1:${ui}/`;
  // The whole text: a link that has come in part would match too.
  await command.says(/Ctrl-C stops/);
  const [link] = await command.says(/http:\S+#presenter=\S+/);
  presenters.set(new URL(address).origin, await redeem(link));
  return { address, ui, port, data, command };
}

interface Ports {
  readonly ui: number;
  readonly port: number;
}

/** `stranger`: a browser that has shown no link yet. */
export interface PageOptions extends BrowserContextOptions {
  readonly stranger?: boolean;
}

/** A page, what the browser complained about, and what it asked for out of the page's folder. */
export async function openPage(address: string, { stranger, ...options }: PageOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1920, height: 1080 },
    ...options,
  });
  onTestFinished(() => context.close());
  const cookie = presenters.get(new URL(address).origin);
  if (cookie && stranger !== true) await context.addCookies([{ ...cookie, url: address }]);
  const page = await context.newPage();
  const complaints: string[] = [];
  const elsewhere: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const asked = request.url();
    if (!asked.startsWith(new URL('.', address).href)) elsewhere.push(asked);
  });
  await page.goto(address);
  return { page, complaints, elsewhere };
}

/** The words on a terminal, line by line, as its accessibility tree has them. */
export async function terminalLines(page: Page, name: string): Promise<readonly string[]> {
  const rows = page.getByRole('region', { name: `Terminal: ${name}` }).locator('[role="listitem"]');
  const texts = await rows.allInnerTexts();
  return texts
    .map((text) => text.replaceAll('\u00a0', ' ').trimEnd())
    .filter((text) => text !== '');
}
