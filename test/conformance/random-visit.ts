import type { Random } from '../thread/python/random.ts';
import type { Step } from './cases.ts';

const WORDS = [
  '',
  'hi',
  'Hello World!',
  '!DISCONNECT',
  'DISCONNECT',
  'naïve 十 🙂',
  '12',
  ' 7 ',
  '\n',
];
const PADS = [' ', ' ', ' ', '\0', '\t', '_', '\u00a0', '\u200b'];
const DIGITS = ['0', '１', '٣', '+', '-', '_', '9'.repeat(20), 'x', '.', "'"];

/** Steps of a client that mostly keeps to the protocol and breaks it in some way, seldom twice. */
export function randomVisit(random: Random): readonly Step[] {
  const steps: Step[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    for (const piece of cut(random, message(random))) steps.push(send(piece), PAUSE);
  }
  const leave = random.of(['stay', 'stay', 'close', 'reset', 'shutdown_write'] as const);
  if (leave !== 'stay') steps.push({ op: leave }, PAUSE);
  return steps;
}

/** Every step waits until the server is at rest: else it is chance how much one recv takes. */
const PAUSE: Step = { op: 'pause', ms: 60 };

function send(bytes: Buffer): Step {
  return { op: 'send', hex: bytes.toString('hex') };
}

function message(random: Random): Buffer {
  const payload = Buffer.from(random.of(WORDS).repeat(1 + random.below(2)));
  const off = random.below(4) === 0 ? random.of([-3, -1, 1, 64, 1000]) : 0;
  const digits = random.below(5) === 0 ? random.of(DIGITS) : '';
  const length = `${payload.length + off}${digits}`;
  const pad = random.below(5) === 0 ? random.of(PADS) : ' ';
  const header = Buffer.from(random.below(8) === 0 ? length : length.padEnd(64, pad));
  const whole = Buffer.concat([header, payload]);
  // A flipped bit, most often in the padding or the payload.
  if (random.below(6) === 0) {
    const at = random.below(whole.length);
    whole[at] = (whole[at] ?? 0) ^ (1 << random.below(8));
  }
  return whole;
}

/** The message in one piece, or in up to three. */
function cut(random: Random, whole: Buffer): Buffer[] {
  const ends = random.of([[], [], [64], [64], [1], [32, 64], [random.below(90)]]);
  const edges = [0, ...ends, whole.length];
  const pieces = edges.slice(1).map((end, n) => whole.subarray(edges[n], end));
  return pieces.filter(({ length }) => length > 0);
}
