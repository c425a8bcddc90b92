/**
 * What the byte lab lets a client do, and against which server. Plain data: a composition is run by
 * the server, kept in a link, and shown as Python; none of them knows the others.
 */
import { GOODBYE, messageOf } from './message.ts';

/** One thing that a composed client does, in the order of the list. Bytes are hex: `48 69` is Hi. */
export type Act =
  | { readonly do: 'send'; readonly hex: string }
  | { readonly do: 'recv'; readonly max: number }
  | { readonly do: 'pause'; readonly ms: number }
  /** Waits for Enter on the client's terminal. */
  | { readonly do: 'enter' }
  /** Nothing more will be sent; the other direction stays open. */
  | { readonly do: 'half-close' }
  /** Closes with a reset (RST) instead of an end (FIN). */
  | { readonly do: 'reset' }
  | { readonly do: 'close' };

/** The server's program and, where it is `sizes`, how it asks for bytes. */
export interface ServerChoice {
  readonly program: ServerProgram;
  /** Bytes that one recv asks for where a header is due; 64 where absent. */
  readonly headerRecv?: number;
  /** The most that one recv asks for where a payload is due; its length where absent. */
  readonly payloadRecv?: number;
  /** Asks again until all of them have come. */
  readonly exactly?: boolean;
}

export const SERVER_PROGRAMS = ['course', 'fixed', 'sizes'] as const;
export type ServerProgram = (typeof SERVER_PROGRAMS)[number];

export interface ComposedMessage {
  /** Hex. */
  readonly payload: string;
  /** Hex; any bytes, usually 64 of them. */
  readonly header: string;
  /** Offsets in header + payload where a new send begins, ascending; 0 and the end are none. */
  readonly cuts: readonly number[];
  /** Milliseconds before each part but the first; 0 where one is missing. */
  readonly pauses: readonly number[];
  /** Waits for the reply before it goes on. */
  readonly reads: boolean;
  /** Milliseconds before the message. */
  readonly wait?: number;
  /** Milliseconds before it waits for the reply. */
  readonly readsAfter?: number;
  /** Its first part goes out in the same send as the last part of the message before. */
  readonly joined?: boolean;
}

export const ENDS = ['goodbye', 'close', 'half-close', 'reset', 'stay'] as const;
export type End = (typeof ENDS)[number];

export interface Composition {
  /** How many clients do all of this at the same time. */
  readonly clients: number;
  /** TCP_NODELAY: a small send does not wait for the acknowledgement of the one before. */
  readonly nodelay: boolean;
  readonly messages: readonly ComposedMessage[];
  readonly end: End;
  readonly server: ServerChoice;
}

/** What the course's client asks for where it expects a reply. */
export const REPLY_MAX = 2048;
/** How long the other direction stays open after a half-close: time to see what the server does. */
const HALF_OPEN_MS = 200;

/** What each of the composition's clients does, call by call. */
export function actsOf({ messages, end }: Composition): readonly Act[] {
  const acts: Act[] = [];
  for (const message of messages) addMessage(acts, message);
  if (end === 'goodbye') addMessage(acts, messageOf(GOODBYE));
  acts.push(...endOf(end));
  return acts;
}

function addMessage(acts: Act[], message: ComposedMessage): void {
  const before = acts.at(-1);
  const pause = (ms = 0): void => {
    if (ms > 0) acts.push({ do: 'pause', ms });
  };
  const joins = message.joined === true && before?.do === 'send';
  if (!joins) pause(message.wait);
  for (const [n, hex] of partsOf(message).entries()) {
    if (n > 0) pause(message.pauses[n - 1]);
    if (n === 0 && joins) acts[acts.length - 1] = { do: 'send', hex: before.hex + hex };
    else if (hex !== '') acts.push({ do: 'send', hex });
  }
  if (!message.reads) return;
  pause(message.readsAfter);
  acts.push({ do: 'recv', max: REPLY_MAX });
}

/** The message's bytes as they are cut, in hex; one empty part where it has no bytes. */
export function partsOf({
  header,
  payload,
  cuts,
}: Pick<ComposedMessage, 'header' | 'payload' | 'cuts'>): readonly string[] {
  const bytes = header + payload;
  const edges = [0, ...cuts, bytes.length / 2];
  return edges.slice(1).map((edge, n) => bytes.slice(2 * (edges[n] ?? 0), 2 * edge));
}

function endOf(end: End): readonly Act[] {
  switch (end) {
    case 'goodbye':
    case 'close':
      return [{ do: 'close' }];
    case 'half-close':
      return [{ do: 'half-close' }, { do: 'pause', ms: HALF_OPEN_MS }, { do: 'close' }];
    case 'reset':
      return [{ do: 'reset' }];
    case 'stay':
      return [{ do: 'enter' }];
  }
}
