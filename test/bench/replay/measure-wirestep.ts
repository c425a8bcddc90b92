import { setTimeout as sleep } from 'node:timers/promises';
import { Tab } from './chromium.ts';
import { frameTimes, openHash, seekTo, settled } from './in-page.ts';

/** How one recording behaves in the page; times in milliseconds, memory in megabytes. */
export interface Replayed {
  readonly events: number;
  /** From following the link to the drawn transport, the transfer included. */
  readonly opened: number;
  /** Main thread's share of that, processor time. */
  readonly openingWork: number;
  /** Resident memory of the page's process once open, the most while it opened, objects alone. */
  readonly resident: number;
  readonly peak: number;
  readonly heap: number;
  /** Until a random seek is drawn, ascending. */
  readonly seeks: readonly number[];
  /** The main thread's processor time for a step forward or back, ascending. */
  readonly steps: readonly number[];
  /** Between two frames while it plays, ascending. */
  readonly frames: readonly number[];
}

const SEEKS = 60;
const STEPS = 40;
const PLAY_MS = 3_000;

/** Opens and uses the recording of this name on a site, in a browser of its own. */
export async function measureReplay(site: string, id: string, events: number): Promise<Replayed> {
  const tab = await Tab.open(site);
  const { page } = tab;
  try {
    await page.getByRole('main').first().waitFor();
    await sleep(500);
    const before = await tab.worked();
    const opening = page.evaluate(openHash, `#/recording/${id}`);
    const peak = await peakWhile(opening, () => tab.resident());
    const opened = await opening;
    const openingWork = (await tab.worked()) - before;
    await sleep(1_000);
    const resident = await tab.resident();
    const heap = await tab.heap();
    const seeks = await page.evaluate(seekTo, spread(SEEKS));
    const steps = [...(await stepping(tab, 'ArrowRight')), ...(await stepping(tab, 'ArrowLeft'))];
    await page.keyboard.press('Space');
    const frames = await page.evaluate(frameTimes, PLAY_MS);
    const whole = { events, opened, openingWork, resident, peak, heap };
    return {
      ...whole,
      seeks: ascending(seeks),
      steps: ascending(steps),
      frames: ascending(frames),
    };
  } finally {
    await tab.close();
  }
}

/** What each press of a key costs; what asking costs by itself is taken off. */
async function stepping(tab: Tab, key: string): Promise<readonly number[]> {
  const { page } = tab;
  const idle = await costOf(tab, () => page.evaluate(settled));
  const costs: number[] = [];
  for (let n = 0; n < STEPS / 2; n++) {
    const cost = await costOf(tab, async () => {
      await page.keyboard.press(key);
      await page.evaluate(settled);
    });
    costs.push(Math.max(0, cost - idle));
  }
  return costs;
}

async function costOf(tab: Tab, work: () => Promise<unknown>): Promise<number> {
  const before = await tab.worked();
  await work();
  return (await tab.worked()) - before;
}

/** The most that was measured until the work was done. */
async function peakWhile(work: Promise<unknown>, measure: () => Promise<number>): Promise<number> {
  let peak = 0;
  for (let done = false; !done;) {
    peak = Math.max(peak, await measure());
    done = await Promise.race([work.then(() => true), sleep(20, false)]);
  }
  return peak;
}

/** Parts of the whole, the same in every run, far from each other: multiples of the golden ratio. */
export function spread(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => ((n + 1) * 0.618_033_988_75) % 1);
}

function ascending(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b);
}
