/**
 * What pages and server say to each other over the WebSocket `/api/live`, checked on both sides.
 * Who may send what is `MAY`: anything that is not in it is refused. All texts in here were written
 * by somebody else: show them as text.
 */
import * as z from 'zod/mini';
import { LIMITS } from './limits.ts';
import { NAME } from './name.ts';

export { LIMITS };

/** `none`: a page that has shown neither the presenter's token nor the class's code. */
export type Role = 'presenter' | 'follower' | 'none';

/** How the room is connected. `projector`: nobody follows on an own screen. */
export type RoomMode = 'projector' | 'network' | 'hosted';

const count = z.number().check(z.int(), z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));
const text = (longest: number) => z.string().check(z.maxLength(longest));
const id = z.string().check(z.regex(NAME));
/** A thread of the trace, or every thread of the server. */
const threads = z.union([count, z.literal('all')]);

export const SERVER_PROGRAMS = ['course', 'fixed'] as const;
export const CLIENT_PROGRAMS = ['lines', 'hello', 'three', 'fixed'] as const;

/** What a page may say. */
const COMMANDS = {
  /** From now on send what the recording `id` has from byte `from` on; the one before no more. */
  want: { id, from: count },
  unwant: {},

  /** A new session: the one that runs is stopped first. */
  'session-start': {
    program: z.enum(SERVER_PROGRAMS),
    port: count.check(z.maximum(65_535)),
    title: text(LIMITS.title),
  },
  'session-stop': {},

  /** Holds before the next call. */
  hold: { thread: threads },
  /** Lets a held thread make one call. */
  step: { thread: threads },
  /** Lets it run until something has happened: `return`, or the id of a predicate of src/analysis. */
  run: { thread: threads, until: z.string().check(z.regex(/^[a-z-]{1,20}$/)) },
  resume: { thread: threads },
  /** Ends threads whose client is gone, or one thread, as wirestep's own act. */
  'end-thread': { thread: z.union([count, z.literal('gone')]) },

  'client-start': { program: z.enum(CLIENT_PROGRAMS) },
  /** A typed line; without `text`: the end of the input (Ctrl-D). */
  'client-type': { client: id, text: z.optional(text(LIMITS.line)) },
  /** Ctrl-C. */
  'client-interrupt': { client: id },
  /** Its terminal is closed. */
  'client-close': { client: id },

  /** Where the presenter's page is: its address. `now`: at the end of what has happened. */
  look: { link: text(LIMITS.link), now: z.boolean() },
  /** Asks the room. `question` is JSON of a `CuedQuestion`; `after`: hide what follows this event. */
  pose: { question: text(LIMITS.question), after: z.optional(count) },
  /** The same question with its answer. */
  reveal: { question: text(LIMITS.question) },
  /** The question goes away; its tally is kept until the class ends. */
  'end-question': {},
  /** Hands counted by eye for one answer. `given` as in `answer`. */
  hands: { given: text(LIMITS.given), count: count.check(z.maximum(10_000)) },

  room: { mode: z.enum(['projector', 'network', 'hosted']) },
  'allow-clients': { allowed: z.boolean() },
  /** Asks for a link that makes another page the presenter. */
  'hand-over': {},
  /** Ends the class: followers leave, names, tallies and the join code are forgotten. */
  'end-class': {},

  /** Answers the open question; `given` is JSON of a `Given`. Until the reveal it may be changed. */
  answer: { question: count, given: text(LIMITS.given) },
  /** The own name; an empty one takes it back. */
  name: { name: text(LIMITS.name) },
} as const;

export type CommandType = keyof typeof COMMANDS;
type Shapes = typeof COMMANDS;
/** A command of one type, or of any. */
export type Command<T extends CommandType = CommandType> = {
  [K in T]: { readonly type: K } & (keyof Shapes[K] extends never
    ? unknown
    : Readonly<z.infer<z.ZodMiniObject<Shapes[K]>>>);
}[T];

/** Who may say it. Followers act on their own clients and answers only. */
export const MAY: Readonly<Record<CommandType, readonly Role[]>> = {
  want: ['presenter', 'follower'],
  unwant: ['presenter', 'follower'],
  'session-start': ['presenter'],
  'session-stop': ['presenter'],
  hold: ['presenter'],
  step: ['presenter'],
  run: ['presenter'],
  resume: ['presenter'],
  'end-thread': ['presenter'],
  'client-start': ['presenter', 'follower'],
  'client-type': ['presenter', 'follower'],
  'client-interrupt': ['presenter', 'follower'],
  'client-close': ['presenter', 'follower'],
  look: ['presenter'],
  pose: ['presenter'],
  reveal: ['presenter'],
  'end-question': ['presenter'],
  hands: ['presenter'],
  room: ['presenter'],
  'allow-clients': ['presenter'],
  'hand-over': ['presenter'],
  'end-class': ['presenter'],
  answer: ['follower'],
  name: ['follower'],
};

const envelopes = new Map(
  Object.entries(COMMANDS).map(([type, shape]) => [
    type,
    z.strictObject({ n: count, type: z.literal(type), ...shape }),
  ]),
);

/** A command as it travels; the answer to it carries the same `n`. */
export interface Envelope {
  readonly n: number;
  readonly command: Command;
}

/** What a page has sent; undefined where it is no command. */
export function readCommand(data: string): Envelope | undefined {
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof message !== 'object' || !message) return undefined;
  const { type } = message as { readonly type?: unknown };
  const read = envelopes.get(typeof type === 'string' ? type : '')?.safeParse(message);
  if (read?.success !== true) return undefined;
  const { n, ...command } = read.data;
  return { n, command: command as unknown as Command };
}

export function writeCommand({ n, command }: Envelope): string {
  return JSON.stringify({ n, ...command });
}
