/** Answers in words: the student's own and the recording's, to stand beside each other. */
import type { Given } from '../../course/given.ts';
import type { CuedQuestion } from '../../course/lesson.ts';
import type { Trace } from '../../trace/trace.ts';

const SPACE = '20';

/**
 * The answer as a list of lines: one, but for an order.
 * @param trace what is asked about, where it is at hand
 */
export function answerLines(
  question: CuedQuestion,
  given: Given,
  trace: Trace | undefined,
): readonly string[] {
  switch (given.kind) {
    case 'number':
      return [numberWords(given.value, question.kind === 'number' ? question.unit : undefined)];
    case 'text':
      return [`“${given.value}”`];
    case 'choice': {
      const options = question.kind === 'choice' ? question.options : [];
      return [options[given.option]?.label ?? 'an option that is no longer there'];
    }
    case 'bytes':
      return [bytesWords(given.hex)];
    case 'order': {
      const items = question.kind === 'order' ? question.items : [];
      return given.items.map((at) => items[at]?.label ?? 'an item that is no longer there');
    }
    case 'point':
      return [answerWord(given, trace)];
  }
}

/** `64 bytes`, `1 byte`. */
function numberWords(value: number, unit = ''): string {
  const one = value === 1 && unit.endsWith('s') ? unit.slice(0, -1) : unit;
  return `${value} ${one}`.trim();
}

/** "“12”, then 62 spaces": runs of the same byte are counted, the rest is text, else hex. */
export function bytesWords(hex: string): string {
  const bytes = hex.replaceAll(' ', '').match(/../g) ?? [];
  const parts: { bytes: string[]; run: boolean }[] = [];
  for (const byte of bytes) {
    const last = parts.at(-1);
    if (last !== undefined && last.bytes.at(-1) === byte && isRun(byte)) last.bytes.push(byte);
    else if (last === undefined || isRun(byte) || isRun(last.bytes[0] ?? '')) {
      parts.push({ bytes: [byte], run: isRun(byte) });
    } else last.bytes.push(byte);
  }
  const words = parts.map((part) => (part.run ? runWords(part.bytes) : textWords(part.bytes)));
  return words.length === 0 ? 'no byte' : words.join(', then ');
}

function isRun(byte: string): boolean {
  return byte === SPACE || byte === '00';
}

function runWords(bytes: readonly string[]): string {
  const name = bytes[0] === SPACE ? 'space' : 'zero byte';
  return bytes.length === 1 ? `1 ${name}` : `${bytes.length} ${name}s`;
}

function textWords(bytes: readonly string[]): string {
  const codes = bytes.map((byte) => Number.parseInt(byte, 16));
  if (codes.some((code) => code < 0x20 || code > 0x7e)) return bytes.join(' ');
  return `“${String.fromCharCode(...codes)}”`;
}

/** A point in words. */
export function answerWord(
  given: Given & { readonly kind: 'point' },
  trace: Trace | undefined,
): string {
  if (given.at === 'line') return `line ${given.line}`;
  if (given.at === 'byte') {
    const way = given.way === 'up' ? 'client to server' : 'server to client';
    return `byte ${given.offset}, ${way}`;
  }
  const position = trace?.positionOf(given.seq) ?? -1;
  return trace === undefined || position < 0
    ? `call #${given.seq}`
    : `call #${given.seq}, ${trace.kindAt(position)}`;
}
