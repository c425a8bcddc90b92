/** Who sent what to whom, as a sequence diagram in Mermaid's words: https://mermaid.js.org. */
import { counted } from '../narration/words.ts';
import { visible } from '../trace/visible.ts';
import { aboutPart } from './about.ts';
import { inChunks } from './chunks.ts';
import type { Part } from './part.ts';
import type { Message, Step } from './sequence-steps.ts';
import { pickSteps } from './sequence-picked.ts';
import type { Party } from './sequence-parties.ts';

/** More messages and remarks than these nobody reads. */
export const MOST_MESSAGES = 400;
/** Mermaid refuses texts of more than 50,000 characters; the last lines need some. */
const MOST_CHARACTERS = 48_000;
const MOST_PARTIES = 40;
const MOST_NAME = 40;

/** One lifeline a thread. What is beyond Mermaid's limits is left out; the diagram says how much. */
export function writeMermaid(part: Part): Iterable<string> {
  return inChunks(lines(part));
}

function* lines(part: Part): Generator<string> {
  const most = { steps: MOST_MESSAGES, parties: MOST_PARTIES };
  const { steps, parties, left } = yield* pickSteps(part, most);
  const head = headLines(part, parties);
  yield* head;
  const ids = new Map(parties.map(({ key }, n) => [key, `p${n + 1}`]));
  let room = MOST_CHARACTERS - head.reduce((sum, { length }) => sum + length, 0);
  let missing = left;
  for (const step of steps) {
    const line = lineOf(step, ids);
    if (line === undefined) continue;
    room -= line.length;
    if (room < 0) missing++;
    else yield line;
  }
  if (missing > 0) {
    const words = counted(missing, 'more message or note is', 'more messages and notes are');
    yield `  Note over ${over(ids)}: ${words} left out\n`;
  }
}

function headLines(part: Part, parties: readonly Party[]): readonly string[] {
  const title = short(visible(part.trace.header.title).trim(), 120) || 'A recording';
  const nobody = [`  participant nobody as ${escaped('nothing was sent')}\n`];
  return [
    'sequenceDiagram\n',
    `  title ${escaped(title)}\n`,
    ...aboutPart(part).map((sentence) => `  %% ${escaped(short(sentence, 400))}\n`),
    ...(parties.length === 0 ? nobody : parties.map(participant)),
  ];
}

function participant({ name, about }: Party, n: number): string {
  const whole = about === '' ? name : `${short(name)} (${short(about)})`;
  return `  participant p${n + 1} as ${escaped(short(whole, 2 * MOST_NAME + 3))}\n`;
}

function lineOf(step: Step, ids: ReadonlyMap<string, string>): string | undefined {
  if (step.kind === 'message') {
    const [from, to] = [ids.get(step.from.key), ids.get(step.to.key)];
    return `  ${from}${arrowOf(step)}${to}: ${escaped(short(step.label, 120))}\n`;
  }
  if (step.kind !== 'remark') return undefined;
  const place = step.party === undefined ? over(ids) : ids.get(step.party.key);
  return `  Note over ${place}: ${escaped(short(step.text, 120))}\n`;
}

/** Bytes are full lines, replies dashed ones; a cross: nobody took them; open: no bytes go there. */
function arrowOf({ of, reply }: Message): string {
  if (of === 'untaken') return '-x';
  if (of === 'end') return '--)';
  if (of === 'start' || of === 'connect') return '-)';
  return reply ? '-->>' : '->>';
}

/** The first and the last party: a note over all. */
function over(ids: ReadonlyMap<string, string>): string {
  if (ids.size === 0) return 'nobody';
  return ids.size === 1 ? 'p1' : `p1,p${ids.size}`;
}

/** All that Mermaid, Markdown or HTML could take for its own; a hyphen, but in a word. The last two are
 *  what Mermaid itself puts in the place of `#` and `;`. */
const SPECIAL = /[#$%&*+/:;<=>@[\\\]^`{|}~ﬂ¶]|(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu;

/** Text that stands for itself: special characters by their numbers, `#59;`. */
function escaped(text: string): string {
  return text.replace(SPECIAL, (character) => `#${character.codePointAt(0)};`);
}

function short(text: string, most = MOST_NAME): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
