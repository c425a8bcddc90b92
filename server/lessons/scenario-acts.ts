/** What a composed client of a scenario does: the list under `do`, as acts of the byte lab. */
import * as z from 'zod/mini';
import type { Act } from '../../src/lab/composition.ts';
import { hexOf, hexOfText } from '../../src/trace/hex.ts';
import { headerFor, headerOfText } from '../../src/lab/message.ts';

/** More would make a recording that no browser opens quickly. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_PAUSE_MS = 10_000;

const times = z.optional(z.int().check(z.gte(1), z.lte(MOST_BYTES)));

const data = z.union([
  z.strictObject({ text: z.string(), times }),
  z.strictObject({
    hex: z
      .string()
      .check(z.regex(/^\s*([\da-f]{2}\s*)*$/i, 'hex is pairs of digits such as "31 32"')),
    times,
  }),
  z.strictObject({ header: z.union([z.string(), z.number()]), times }),
]);

const SCHEMAS = {
  send: z.strictObject({ send: data }),
  message: z.strictObject({
    message: z.string(),
    joined: z.optional(z.boolean()),
    cut: z.optional(z.array(z.int().check(z.gte(1))).check(z.minLength(1))),
  }),
  recv: z.strictObject({ recv: z.int().check(z.gte(1), z.lte(2 ** 31 - 1)) }),
  pause: z.strictObject({ pause: z.int().check(z.gte(0), z.lte(MOST_PAUSE_MS)) }),
} as const;

const WORDS = {
  enter: 'enter',
  'half-close': 'half-close',
  reset: 'reset',
  close: 'close',
} as const;

/** How an act may be written, for the message where one is not. */
export const ACT_HELP =
  'an act is one of: send: { text, hex or header, times } · message: TEXT (joined, cut) · ' +
  'recv: BYTES · pause: MILLISECONDS · enter · half-close · reset · close';

/** The acts of one entry of `do`; a sentence where it is none. */
export function readAct(entry: unknown): readonly Act[] | string {
  if (typeof entry === 'string') {
    return isWord(entry) ? [{ do: WORDS[entry] }] : ACT_HELP;
  }
  const name = Object.keys(SCHEMAS).find((key) => isObject(entry) && key in entry);
  switch (name) {
    case 'send':
      return checked(SCHEMAS.send, entry, ({ send }) => sent(bytesOf(send)));
    case 'message':
      return checked(SCHEMAS.message, entry, messageActs);
    case 'recv':
      return checked(SCHEMAS.recv, entry, ({ recv }) => [{ do: 'recv', max: recv }]);
    case 'pause':
      return checked(SCHEMAS.pause, entry, ({ pause }) => [{ do: 'pause', ms: pause }]);
    default:
      return ACT_HELP;
  }
}

function checked<T>(
  schema: z.ZodMiniType<T>,
  entry: unknown,
  make: (value: T) => readonly Act[] | string,
): readonly Act[] | string {
  const result = schema.safeParse(entry);
  if (result.success) return make(result.data);
  const own = result.error.issues.find(({ message }) => message.startsWith('hex is'));
  return own?.message ?? ACT_HELP;
}

function sent(hex: string | undefined): readonly Act[] | string {
  if (hex === undefined) return `one send is at most ${MOST_BYTES} bytes`;
  return [{ do: 'send', hex }];
}

/** The bytes of a `send`, in hex; undefined where they are too many. */
function bytesOf(send: z.infer<typeof data>): string | undefined {
  const once =
    'text' in send
      ? hexOfText(send.text)
      : 'hex' in send
        ? hexOf(Buffer.from(send.hex.replace(/\s/g, ''), 'hex'))
        : headerOfText(String(send.header));
  const count = send.times ?? 1;
  return (once.length / 2) * count > MOST_BYTES ? undefined : once.repeat(count);
}

/** Header and payload: in two sends as the course's clients have it, in one, or cut. */
function messageActs({
  message,
  joined = false,
  cut,
}: {
  readonly message: string;
  readonly joined?: boolean;
  readonly cut?: readonly number[];
}): readonly Act[] | string {
  const payload = hexOfText(message);
  const bytes = headerFor(payload) + payload;
  const size = bytes.length / 2;
  const cuts = cut ?? (joined || payload === '' ? [] : [size - payload.length / 2]);
  if (!cuts.every((at, n) => at > (cuts[n - 1] ?? 0) && at < size)) {
    return `cut: the offsets rise, and each is below ${size}, the number of bytes`;
  }
  const edges = [0, ...cuts, size];
  return cuts.concat(size).map((end, n) => ({
    do: 'send',
    hex: bytes.slice(2 * (edges[n] ?? 0), 2 * end),
  }));
}

function isWord(entry: string): entry is keyof typeof WORDS {
  return Object.hasOwn(WORDS, entry);
}

function isObject(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === 'object' && entry !== null;
}
