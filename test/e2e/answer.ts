import type { Page } from 'playwright';
import type { Given } from '../../src/course/given.ts';
import type { CuedQuestion } from '../../src/course/lesson.ts';

const CARD = 'section[aria-label="Lesson"] form';
/** What can be pointed at, as the views mark it. */
const POINTS = {
  byte: '[data-offset][data-way]',
  line: '[data-number]',
  call: '[data-call]',
} as const;

/** Answers the open question with the keyboard alone, right or wrong, and commits. */
export async function answer(
  page: Page,
  question: CuedQuestion,
  right: Given,
  way: 'right' | 'wrong',
): Promise<void> {
  const { keyboard } = page;
  const isRight = way === 'right';
  const given = isRight ? right : wrongAnswer(right, question);
  switch (given.kind) {
    case 'number':
    case 'text':
      await tabTo(page, `${CARD} input`);
      await keyboard.type(String(given.value));
      break;
    case 'choice':
      await tabTo(page, `${CARD} input[type="radio"]`);
      await keyboard.press('Space');
      for (let at = 0; at < given.option; at++) await keyboard.press('ArrowDown');
      break;
    case 'bytes':
      await fill(page, given.hex);
      break;
    case 'order':
      await putInOrder(page, question, given.items);
      break;
    case 'point':
      await tabTo(page, `${CARD} button[aria-pressed]`);
      await keyboard.press('Enter');
      await pointAt(page, POINTS[given.at], { exact: attributesOf(given), other: !isRight });
      await keyboard.press('Enter');
      break;
  }
  await tabTo(page, `${CARD} .primary`);
  await keyboard.press('Enter');
}

/** An answer of the right kind that is not the right one; for a point it stays open which. */
function wrongAnswer(right: Given, question: CuedQuestion): Given {
  switch (right.kind) {
    case 'number':
      return { ...right, value: right.value + 1 };
    case 'text':
      return { ...right, value: `not ${right.value}` };
    case 'choice': {
      const options = question.kind === 'choice' ? question.options.length : 1;
      return { ...right, option: (right.option + 1) % options };
    }
    case 'bytes':
      return { ...right, hex: `78${right.hex.slice(2)}` };
    case 'order':
      return { ...right, items: right.items.toReversed() };
    case 'point':
      return right;
  }
}

/** Where to point: at the very place, or at any other. */
interface Target {
  readonly exact: string;
  readonly other: boolean;
}

function attributesOf(given: Given & { readonly kind: 'point' }): string {
  if (given.at === 'byte') return `[data-offset="${given.offset}"][data-way="${given.way}"]`;
  return given.at === 'line' ? `[data-number="${given.line}"]` : `[data-call="${given.seq}"]`;
}

/** Types the bytes up to the last run of spaces, and lets that be filled. */
async function fill(page: Page, hex: string): Promise<void> {
  const typed = Buffer.from(hex, 'hex').toString('latin1').trimEnd();
  await tabTo(page, `${CARD} .cells input`);
  await page.keyboard.type(typed);
  await tabTo(page, `${CARD} .fill button`);
  await page.keyboard.press('Enter');
}

/** Moves each item up to its place, from the first place on. */
async function putInOrder(
  page: Page,
  question: CuedQuestion,
  wanted: readonly number[],
): Promise<void> {
  const labels = question.kind === 'order' ? question.items.map(({ label }) => label) : [];
  for (const [place, item] of wanted.entries()) {
    const label = labels[item] ?? '';
    const order = () => page.locator(`${CARD} li .label`).allInnerTexts();
    for (let at = (await order()).indexOf(label); at > place; at--) {
      await tabTo(page, `${CARD} button[aria-label=${JSON.stringify(`Move up: ${label}`)}]`);
      await page.keyboard.press('Enter');
    }
  }
}

/** Tabs into the view, then goes by its arrow keys to the place, or to any that is not the right one. */
async function pointAt(page: Page, any: string, { exact, other }: Target): Promise<void> {
  await tabTo(page, `${any}, :has(> ${any})`);
  const wanted = other ? `${any}:not(${exact})` : exact;
  const sideways = any === POINTS.byte ? ['ArrowLeft', 'ArrowRight'] : [];
  for (const key of ['ArrowUp', 'ArrowDown', ...sideways]) {
    for (let was: string | undefined; ;) {
      if (await isFocused(page, wanted)) return;
      const now = await page.evaluate(() => document.activeElement?.outerHTML);
      if (now === was) break;
      was = now;
      await page.keyboard.press(key);
    }
  }
  await tabTo(page, wanted);
}

/** Presses Tab until what has the focus matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 300; presses++) {
    if (await isFocused(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${selector}`);
}

function isFocused(page: Page, selector: string): Promise<boolean> {
  return page.evaluate(
    (wanted) => document.activeElement?.closest(wanted) !== null && document.hasFocus(),
    selector,
  );
}
