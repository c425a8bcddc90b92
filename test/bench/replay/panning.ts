import type { Locator, Page } from 'playwright';

/** What a person sees of it, in milliseconds. */
export interface Panned {
  /** From the beginning of the navigation to the frame after the first drawing. */
  readonly opened: number;
  /** Time from one frame to the next while panning: the 95th of 100, and the longest. */
  readonly frame: number;
  readonly longest: number;
}

const WHEELS = 60;
const PINCHES = 5;
const PINCH = -100;
const PIXELS = 60;

/**
 * Looks closer with a pinch over the middle of `place`, then pans with the wheel: the same for
 * everybody. Returns frame times in milliseconds, ascending.
 */
export async function pan(page: Page, place: Locator): Promise<readonly number[]> {
  const box = await place.boundingBox();
  if (box === null) throw new Error('there is nothing to pan.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down('Control');
  for (let n = 0; n < PINCHES; n++) await page.mouse.wheel(0, PINCH);
  await page.keyboard.up('Control');
  await page.evaluate(countFrames);
  for (let n = 0; n < WHEELS; n++) {
    await page.mouse.wheel(n < WHEELS / 2 ? PIXELS : -PIXELS, 0);
  }
  const frames = await page.evaluate(() => (window as unknown as Counting).frames);
  return frames.toSorted((a, b) => a - b);
}

interface Counting {
  readonly frames: number[];
}

/** In the page: notes from now on how long each frame took. */
function countFrames(): void {
  const frames: number[] = [];
  Object.assign(window, { frames });
  const next = (before: number) => (now: number) => {
    frames.push(now - before);
    requestAnimationFrame(next(now));
  };
  requestAnimationFrame((now) => requestAnimationFrame(next(now)));
}
