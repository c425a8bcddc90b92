import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { OWN } from '../../../src/trace/limits.ts';
import { parseTrace } from '../../../src/trace/parse.ts';
import { findBrowser } from '../../setup/browser.ts';
import { startStaticHost } from '../../support/static-host.ts';
import { figure, median, table, type Goal } from '../figures.ts';
import { pan, type Panned } from './panning.ts';
import { withSite } from './site.ts';
import { traceEventJson } from './trace-events.ts';

/** The same events, opened and panned in the same browser. */
export interface SideBySide {
  readonly events: number;
  readonly ours: Panned;
  readonly speedscope: Panned;
}

/** A page with the events, and how it shows that it has drawn them. */
interface Viewer {
  readonly address: string;
  /** In the page, before anything else: sets `drawn` once there is something to see. */
  readonly notice: () => void;
  /** What is panned over. */
  readonly place: string;
}

const VIEWPORT = { width: 1440, height: 900 };
const PATIENCE_MS = 120_000;

/** Opens and pans the recording `file` in both, in turns; the medians of so many rounds. */
export async function compareWithSpeedscope(file: string, rounds: number): Promise<SideBySide> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-speedscope-'));
  try {
    cpSync('node_modules/speedscope/dist/release', folder, { recursive: true });
    const { trace } = parseTrace(readFileSync(file), OWN);
    writeFileSync(join(folder, 'trace.json'), traceEventJson(trace));
    const host = await startStaticHost(folder, '/', { compress: false });
    try {
      const ours = (site: string): Viewer => ({
        // At its end, so that all of it is there to be drawn.
        address: `${site}#/recording/bench?i=${trace.seqs.at(-1)}&scale=time`,
        notice: noticePlayer,
        place: '[data-track]',
      });
      const theirs: Viewer = {
        address: `${host.address}#profileURL=${encodeURIComponent(`${host.address}trace.json`)}`,
        notice: noticeWebGl,
        // The flame graph itself; the first two canvases hold the whole page and the minimap.
        place: 'canvas >> nth=-1',
      };
      return await withSite(
        [file],
        async (site) => ({
          events: trace.length,
          ...(await takeTurns(ours(site), theirs, rounds)),
        }),
        { compress: false },
      );
    } finally {
      host.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function takeTurns(ours: Viewer, theirs: Viewer, rounds: number) {
  const found = findBrowser();
  // Without a graphics card WebGL, which speedscope draws with, is a program's work.
  const browser = await chromium.launch({
    ...found,
    args: [...found.args, '--enable-unsafe-swiftshader'],
  });
  try {
    const measured: { readonly ours: Panned[]; readonly speedscope: Panned[] } = {
      ours: [],
      speedscope: [],
    };
    for (let round = 0; round < rounds; round++) {
      measured.ours.push(await look(browser, ours));
      measured.speedscope.push(await look(browser, theirs));
    }
    return { ours: middle(measured.ours), speedscope: middle(measured.speedscope) };
  } finally {
    await browser.close();
  }
}

/** One visit, with an empty cache. */
async function look(browser: Browser, { address, notice, place }: Viewer): Promise<Panned> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await page.addInitScript(notice);
    await page.goto(address);
    const opened = await drawnAt(page);
    const frames = await pan(page, page.locator(place).first());
    return {
      opened,
      frame: frames[Math.floor(frames.length * 0.95)] ?? NaN,
      longest: frames.at(-1) ?? NaN,
    };
  } finally {
    await context.close();
  }
}

async function drawnAt(page: Page): Promise<number> {
  const drawn = await page.waitForFunction(
    () => (window as unknown as { readonly drawn?: number }).drawn,
    undefined,
    { timeout: PATIENCE_MS },
  );
  return Number(await drawn.jsonValue());
}

/** In our page: the lanes have events. */
function noticePlayer(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-track] > *') === null) return;
    observer.disconnect();
    requestAnimationFrame(() =>
      requestAnimationFrame((now) => Object.assign(window, { drawn: now })),
    );
  });
  observer.observe(document, { subtree: true, childList: true });
}

/** In a page that draws with WebGL: something was drawn. */
function noticeWebGl(): void {
  let done = false;
  for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const name of ['drawArrays', 'drawElements'] as const) {
      const draw = prototype[name] as (...given: unknown[]) => void;
      Object.assign(prototype, {
        [name](this: unknown, ...given: unknown[]) {
          draw.apply(this, given);
          if (done) return;
          done = true;
          requestAnimationFrame(() =>
            requestAnimationFrame((now) => Object.assign(window, { drawn: now })),
          );
        },
      });
    }
  }
}

function middle(visits: readonly Panned[]): Panned {
  return {
    opened: median(visits.map(({ opened }) => opened)),
    frame: median(visits.map(({ frame }) => frame)),
    longest: median(visits.map(({ longest }) => longest)),
  };
}

export function comparisonTable({ events, ours, speedscope }: SideBySide): string {
  const row = (name: string, { opened, frame, longest }: Panned) => [
    name,
    ...[opened, frame, longest].map((ms) => figure(Math.round(ms))),
  ];
  return table(
    [`${figure(events)} events`, 'opened, ms', 'panning: frame p95, ms', 'longest, ms'],
    [row('wirestep', ours), row('speedscope', speedscope)],
  );
}

export function comparisonGoals({ events, ours, speedscope }: SideBySide): readonly Goal[] {
  const of = `${figure(events)} events`;
  const unit = '×';
  return [
    {
      name: `Opening ${of}: ours ÷ speedscope`,
      measured: ours.opened / speedscope.opened,
      goal: 1,
      sense: '≤',
      unit,
    },
    {
      name: `Panning ${of}, a frame (p95): ours ÷ speedscope`,
      measured: ours.frame / speedscope.frame,
      goal: 1,
      sense: '≤',
      unit,
    },
  ];
}
