/**
 * A composition as the text of a link: `#/lab?c=TEXT`. The version, a point, and JSON in base64url
 * (RFC 4648 section 5, not padded). Whatever is as the course has it is left out.
 */
import { base64Bytes, base64Text, utf8 } from '../trace/chunk.ts';
import { ENDS, SERVER_PROGRAMS } from './composition.ts';
import type { ComposedMessage, Composition, ServerChoice } from './composition.ts';
import { readBytes, writeBytes, type LinkBytes } from './link-bytes.ts';
import { LIMITS, problemOf } from './limits.ts';
import { headerFor, headerOfText, HEADER_BYTES } from './message.ts';
import { readNumbers, writeNumbers } from './link-numbers.ts';

const VERSION = '1';
/** The server takes no more than this of a composition. */
export const LONGEST_TEXT = 60_000;

const BROKEN = 'This link holds no composition: it was changed or cut on its way.';

/** A message: payload, header (absent: the right one), cuts, pauses, whether it reads, … */
interface LinkMessage {
  readonly p: LinkBytes;
  /** A string: the header's text without its padding. */
  readonly h?: string | { readonly b: LinkBytes };
  readonly c?: unknown;
  readonly w?: unknown;
  /** 1: does not read. */
  readonly n?: 1;
  /** 1: joined. */
  readonly j?: 1;
  /** Milliseconds before it, and before it reads. */
  readonly b?: number;
  readonly r?: number;
}

/** The text that `readComposition` reads. */
export function writeComposition(composition: Composition): string {
  const { clients, nodelay, messages, end, server } = composition;
  const { program, headerRecv, payloadRecv, exactly } = server;
  const value = {
    ...(clients !== 1 && { n: clients }),
    ...(nodelay && { d: 1 }),
    ...(end !== 'goodbye' && { e: end }),
    ...(program !== 'course' && { s: program }),
    ...(headerRecv !== undefined && { h: headerRecv }),
    ...(payloadRecv !== undefined && { p: payloadRecv }),
    ...(exactly === true && { x: 1 }),
    m: messages.map(writeMessage),
  };
  const text = base64Text(new TextEncoder().encode(JSON.stringify(value)));
  return `${VERSION}.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

function writeMessage(message: ComposedMessage): LinkMessage {
  const { payload, header, cuts, pauses, reads, wait = 0, readsAfter = 0, joined } = message;
  return {
    p: writeBytes(payload),
    ...(header !== headerFor(payload) && { h: writeHeader(header) }),
    ...(String(cuts) !== String(HEADER_BYTES) && { c: writeNumbers(cuts) }),
    ...(pauses.length > 0 && { w: writeNumbers(pauses) }),
    ...(!reads && { n: 1 }),
    ...(joined === true && { j: 1 }),
    ...(wait !== 0 && { b: wait }),
    ...(readsAfter !== 0 && { r: readsAfter }),
  };
}

function writeHeader(hex: string): LinkMessage['h'] {
  const bytes = writeBytes(hex.replace(/(?:20)+$/, ''));
  return typeof bytes === 'string' && headerOfText(bytes) === hex ? bytes : { b: writeBytes(hex) };
}

/** The composition of a text, or one sentence: why there is none. Never throws. */
export function readComposition(text: string): Composition | string {
  if (text.length > LONGEST_TEXT) return 'This composition is too long.';
  const [version, body = ''] = text.split('.', 2);
  if (version !== VERSION) {
    return /^\d+$/.test(version ?? '')
      ? 'This link was made by another version of wirestep, which this one cannot read.'
      : BROKEN;
  }
  const composition = read(body);
  return composition === undefined ? BROKEN : (problemOf(composition) ?? composition);
}

function read(body: string): Composition | undefined {
  const value = jsonOf(body);
  const { n = 1, d, e = 'goodbye', m } = value ?? {};
  const server = value && readServer(value);
  const end = ENDS.find((known) => known === e);
  if (typeof n !== 'number' || end === undefined || server === undefined) return undefined;
  if (!Array.isArray(m) || m.length > LIMITS.messages) return undefined;
  const messages = m.map(readMessage).filter((message) => message !== undefined);
  if (messages.length < m.length) return undefined;
  return { clients: n, nodelay: d === 1, messages, end, server };
}

function jsonOf(body: string): Readonly<Record<string, unknown>> | undefined {
  const padded = body.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = base64Bytes(padded + '='.repeat(-padded.length & 3));
  const json = bytes && utf8(bytes);
  if (json === undefined) return undefined;
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readServer(value: Readonly<Record<string, unknown>>): ServerChoice | undefined {
  const { s = 'course', h, p, x } = value;
  const program = SERVER_PROGRAMS.find((known) => known === s);
  if (program === undefined || !isSize(h) || !isSize(p)) return undefined;
  return {
    program,
    ...(h !== undefined && { headerRecv: h }),
    ...(p !== undefined && { payloadRecv: p }),
    ...(x === 1 && { exactly: true }),
  };
}

function isSize(value: unknown): value is number | undefined {
  return value === undefined || typeof value === 'number';
}

function readMessage(value: unknown): ComposedMessage | undefined {
  const { p, h, c, w, n, j, b = 0, r = 0 } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const payload = readBytes(p, LIMITS.bytes);
  if (payload === undefined || typeof b !== 'number' || typeof r !== 'number') return undefined;
  const header = h === undefined ? headerFor(payload) : readHeader(h);
  const cuts = c === undefined ? [HEADER_BYTES] : readNumbers(c, LIMITS.sends);
  const pauses = w === undefined ? [] : readNumbers(w, LIMITS.sends);
  if (header === undefined || cuts === undefined || pauses === undefined) return undefined;
  const plain = { payload, header, cuts, pauses, reads: n !== 1 };
  return {
    ...plain,
    ...(b !== 0 && { wait: b }),
    ...(r !== 0 && { readsAfter: r }),
    ...(j === 1 && { joined: true }),
  };
}

function readHeader(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const hex = readBytes(value, LIMITS.bytes);
    return hex?.padEnd(2 * HEADER_BYTES, '20');
  }
  return readBytes((value as { b?: unknown } | undefined)?.b, LIMITS.bytes);
}
