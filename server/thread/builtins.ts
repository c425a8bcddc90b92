/** Python's built-ins, as far as the course's programs use them. */
import { Bytes } from './bytes.ts';
import { ending, here, rise, sit, unwinding } from './context.ts';
import { INPUT, SITTING, SLOT, slotWord, WORD } from './memory.ts';
import { PythonError } from './python/errors.ts';
import { encode as encodeUtf8 } from './python/utf8.ts';

export { int } from './python/int.ts';

/** Python's `b""`. */
export const NO_BYTES = new Bytes(new Uint8Array(0));

/** How soon a sleeping thread notices that its program is stopped. */
const LONGEST_NAP_MS = 50;

/** Writes a line on the program's terminal. */
export function print(text: string): void {
  const at = here();
  if (at.tracer !== undefined) at.tracer.print(text);
  else if (at.job.echo) process.stdout.write(`${text}\n`);
}

/** The text as bytes; raises UnicodeEncodeError for a lone surrogate, as Python does. */
export function encode(text: string, encoding: string): Bytes {
  if (encoding !== 'utf-8') throw new RangeError(`unknown encoding: ${encoding}`);
  return new Bytes(encodeUtf8(text));
}

export function str(value: number): string {
  return String(value);
}

/** Bytes of bytes, characters of a text. */
export function len(value: string | Bytes): number {
  return typeof value === 'string' ? Array.from(value).length : value.length;
}

/** The smaller of two. */
export function min(a: number | bigint, b: number | bigint): number | bigint {
  return b < a ? b : a;
}

/** `a - b`, exact however large `a` is. */
export function minus(a: number | bigint, b: number): number | bigint {
  return typeof a === 'bigint' ? a - BigInt(b) : a - b;
}

/** An exception to throw, as Python's class of that name. */
export function EOFError(text: string): PythonError {
  return new PythonError('EOFError', text);
}

/** An exception to throw, as Python's class of that name. */
export function ValueError(text: string): PythonError {
  return new PythonError('ValueError', text);
}

/** Python's time.sleep(): a stop ends it. */
export function sleep(seconds: number): void {
  const at = here();
  const until = performance.now() + seconds * 1000;
  for (let left = seconds * 1000; left > 0; left = until - performance.now()) {
    if (ending(at)) throw unwinding(at);
    Atomics.wait(at.memory.words, WORD.stop, 0, Math.min(left, LONGEST_NAP_MS));
  }
}

/** Waits for a typed line (without its end). At the end of the input: undefined. */
export function readLine(prompt = ''): string | undefined {
  const at = here();
  const { words } = at.memory;
  const box = slotWord(at.slot, SLOT.input);
  if (ending(at)) throw unwinding(at);
  const call = at.tracer?.event('input', `"prompt":${JSON.stringify(prompt)}`) ?? 0;
  sit(at, SITTING.input, -1, call);
  Atomics.store(words, box, INPUT.waiting);
  at.tell({ type: 'input' });
  while (Atomics.load(words, box) === INPUT.waiting && !ending(at)) {
    Atomics.wait(words, box, INPUT.waiting);
  }
  rise(at);
  const state = Atomics.exchange(words, box, INPUT.none);
  if (state === INPUT.waiting) throw unwinding(at);
  const text = state === INPUT.line ? String(at.take()) : undefined;
  at.tracer?.event(
    'input.ret',
    `"re":${call}${text === undefined ? '' : `,"text":${JSON.stringify(text)}`}`,
  );
  return text;
}

/** Python's input(): waits for Enter. */
export function input(): string {
  const text = readLine();
  if (text === undefined) throw new PythonError('EOFError', 'EOF when reading a line');
  return text;
}

/** The lines of the standard input, one by one as they are typed, each with its line end. */
export function* stdin(): Generator<string> {
  for (let text = readLine(); text !== undefined; text = readLine()) yield `${text}\n`;
}
