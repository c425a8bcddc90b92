/** How our writers write the kinds of events that make up nearly all of a long trace. */
import { KINDS } from './format.ts';
import type { Kind } from './format.ts';

/** Where a field's value is kept until the line has been found right. */
export const VALUE = {
  socket: 0, fd: 1, call: 2, size: 3, offset: 4, queued: 5, bytes: 6, file: 7, line: 8, other: 9,
} as const; // prettier-ignore

/** `number`: digits. `text`: its length is the value. `stream`: stdout or stderr. `name`: the
 *  function's. `locals`: an object of texts. `texts`: a list. */
export type What = 'number' | 'text' | 'stream' | 'name' | 'locals' | 'texts';

export interface Step {
  /** `,"s":`, as bytes. */
  readonly before: Uint8Array;
  readonly what: What;
  readonly into: number;
  readonly optional: boolean;
}

export interface Shape {
  readonly number: number;
  /** The kind's name and what follows it, to the program's number. */
  readonly name: Uint8Array;
  readonly steps: readonly Step[];
  readonly hasCall: boolean;
  readonly hasBytes: boolean;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A number for a kind's name: tells apart the kinds below, and is told by few other names. */
export function hashByte(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) & 0x3fffffff;
}

function step(name: string, what: What, into: keyof typeof VALUE, optional = false): Step {
  return { before: ascii(`,"${name}":`), what, into: VALUE[into], optional };
}

const SOCKET = [step('s', 'number', 'socket'), step('fd', 'number', 'fd')];
const CALL = step('re', 'number', 'call');
const OFFSET = step('off', 'number', 'offset');
const QUEUED = step('queued', 'number', 'queued', true);
const BYTES = step('u', 'text', 'bytes');
const PLACE = [
  step('f', 'number', 'file'),
  step('l', 'number', 'line'),
  step('fn', 'name', 'other'),
  step('locals', 'locals', 'other', true),
];

const TABLE: readonly (readonly [Kind, ...Step[]])[] = [
  ['recv', ...SOCKET, step('max', 'number', 'size'), QUEUED],
  ['recv.ret', ...SOCKET, CALL, step('n', 'number', 'size'), OFFSET, QUEUED, BYTES],
  ['send', ...SOCKET, step('len', 'number', 'size'), OFFSET, BYTES],
  ['send.ret', ...SOCKET, CALL, step('n', 'number', 'size')],
  ['out', step('stream', 'stream', 'other'), step('text', 'text', 'size')],
  ['input', step('prompt', 'text', 'size')],
  ['input.ret', CALL, step('text', 'text', 'size', true)],
  ['line', ...PLACE],
  ['fn.call', ...PLACE],
  ['fn.return', ...PLACE],
  [
    'kernel',
    CALL,
    step('state', 'text', 'other'),
    step('syscall', 'text', 'other'),
    step('args', 'texts', 'other'),
  ],
];

/** By the hash of the kind's name. */
export const SHAPES: ReadonlyMap<number, Shape> = new Map(
  TABLE.map(([kind, ...steps]) => {
    const name = ascii(`${kind}","p":`);
    const hash = ascii(kind).reduce(hashByte, 0);
    const hasBytes = steps.includes(BYTES);
    const hasCall = steps.includes(CALL);
    return [hash, { number: KINDS.indexOf(kind), name, steps, hasCall, hasBytes }];
  }),
);
