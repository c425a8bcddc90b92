import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from '../../setup/browser.ts';
import { median, table, type Goal } from '../figures.ts';
import { freePort } from '../processes.ts';
import { installPeer } from './peers.ts';
import { withSite } from './site.ts';

/** What of Lighthouse is used. */
interface Lighthouse {
  default(address: string, flags: object, config?: object): Promise<{ lhr: Result } | undefined>;
  readonly desktopConfig: object;
}

interface Result {
  readonly categories: Readonly<Record<string, { readonly score: unknown }>>;
}

const GOALS = { performance: 95, accessibility: 100, 'best-practices': 100 } as const;
type Category = keyof typeof GOALS;
const CATEGORIES = Object.keys(GOALS) as readonly Category[];

const PAGES = [
  ['home', '#/'],
  ['lesson', '#/lesson/01-hello-world/3'],
] as const;
const PRESETS = ['mobile', 'desktop'] as const;

interface Scored {
  readonly page: string;
  readonly preset: (typeof PRESETS)[number];
  readonly scores: Readonly<Record<Category, number>>;
}

/** Scores of a static site, each the median of so many visits. */
export async function measureLighthouse(
  rounds: number,
  say: (text: string) => void,
): Promise<readonly Scored[]> {
  const folder = installPeer('lighthouse');
  const url = pathToFileURL(join(folder, 'core', 'index.js')).href;
  const lighthouse = (await import(url)) as Lighthouse;
  return withSite([], async (address) => {
    const scored: Scored[] = [];
    for (const [page, place] of PAGES) {
      for (const preset of PRESETS) {
        say(`lighthouse: ${page}, ${preset}…`);
        const visits: Result[] = [];
        while (visits.length < rounds) {
          visits.push(await visit(lighthouse, address + place, preset));
        }
        scored.push({ page, preset, scores: middle(visits) });
      }
    }
    return scored;
  });
}

/** One visit with a browser of its own, as a first visitor comes. */
async function visit({ default: run, desktopConfig }: Lighthouse, address: string, preset: string) {
  const port = await freePort();
  const found = findBrowser();
  const args = [...found.args, `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ ...found, args });
  try {
    const flags = { port, onlyCategories: CATEGORIES, output: 'json', logLevel: 'error' };
    const done = await run(address, flags, preset === 'desktop' ? desktopConfig : undefined);
    if (done === undefined) throw new Error('Lighthouse gave no result.');
    return done.lhr;
  } finally {
    await browser.close();
  }
}

function middle(visits: readonly Result[]): Record<Category, number> {
  const score = (category: Category): number =>
    Math.round(median(visits.map(({ categories }) => Number(categories[category]?.score))) * 100);
  return Object.fromEntries(CATEGORIES.map((category) => [category, score(category)])) as Record<
    Category,
    number
  >;
}

export function scoreTable(scored: readonly Scored[]): string {
  const rows = scored.map(({ page, preset, scores }) => [
    `${page}, ${preset}`,
    ...CATEGORIES.map((category) => String(scores[category])),
  ]);
  const goals = CATEGORIES.map((category) => `≥ ${GOALS[category]}`);
  return table(['Lighthouse', ...CATEGORIES], [...rows, ['goal', ...goals]]);
}

/** One goal for each category: its lowest score. */
export function scoreGoals(scored: readonly Scored[]): readonly Goal[] {
  return CATEGORIES.map((category) => ({
    name: `Lighthouse, ${category}, the lowest of ${scored.length}`,
    measured: Math.min(...scored.map(({ scores }) => scores[category])),
    goal: GOALS[category],
    sense: '≥',
    unit: '',
  }));
}
