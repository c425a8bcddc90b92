import type { Page } from 'playwright';
import { answerOf } from '../../src/course/grade.ts';
import type { Given } from '../../src/course/given.ts';
import type { CuedQuestion } from '../../src/course/lesson.ts';
import type { Trace } from '../../src/trace/trace.ts';

const CARD = 'section[aria-label="Lesson"] form';
/** What can be pointed at, as the views mark it. */
const POINTS = {
  byte: '[data-offset][data-way]',
  line: '[data-number]',
  call: '[data-call]',
} as const;

/** Answers the open question with the keyboard alone, and commits. */
export async function answer(page: Page, question: CuedQuestion, given: Given): Promise<void> {
  const { keyboard } = page;
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
      await pointAt(page, POINTS[given.at], attributesOf(given));
      await keyboard.press('Enter');
      break;
  }
  await tabTo(page, `${CARD} .primary`);
  await keyboard.press('Enter');
}

/** An answer of the right kind that the recording does not give. */
export function wrongAnswer(trace: Trace, question: CuedQuestion): Given {
  const right = answerOf(trace, question);
  if (right === undefined) throw new Error(`the recording does not answer ${question.id}`);
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
      if (right.at === 'byte') return { ...right, offset: right.offset === 0 ? 1 : 0 };
      if (right.at === 'line') return { ...right, line: right.line + 1 };
      return { ...right, seq: firstCall(trace, right.seq) };
  }
}

/** The first call of the trace that is not this one. */
function firstCall(trace: Trace, seq: number): number {
  const calls = [...trace.ofKind('socket')].map((position) => trace.at(position).seq);
  const other = calls.find((call) => call !== seq);
  if (other === undefined) throw new Error('the recording has no other call');
  return other;
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

/** Tabs into the view, then goes to the very place by its arrow keys. */
async function pointAt(page: Page, any: string, exact: string): Promise<void> {
  await tabTo(page, `${any}, :has(> ${any}), [aria-label="Lines"]`);
  for (const key of ['Home', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
    for (let presses = 0; presses < 90; presses++) {
      if (await isFocused(page, exact)) return;
      await page.keyboard.press(key);
      if (key === 'Home') break;
    }
  }
  await tabTo(page, exact);
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
