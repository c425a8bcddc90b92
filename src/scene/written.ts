/** The texts that events put on a terminal. */
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

const OUT = KINDS.indexOf('out');
/** `"text":"`, backwards. */
const BEFORE = [...'"text":"'].map((character) => character.charCodeAt(0)).reverse();
const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

/** What stands on the terminal after these events, one after the other. */
export function writtenTexts(trace: Trace, positions: Int32Array): string {
  const plain = new PlainText(trace);
  let text = '';
  for (const position of positions) {
    if (plain.add(position)) continue;
    text += plain.take() + writtenBy(trace, position);
  }
  return text + plain.take();
}

/** Output as it is; a prompt; and what was typed, as the terminal echoes it, with its Enter. */
function writtenBy(trace: Trace, position: number): string {
  const event = trace.at(position);
  if (event.kind === 'out') return event.text;
  if (event.kind === 'input') return event.prompt;
  return event.kind === 'input.ret' && event.text !== undefined ? `${event.text}\n` : '';
}

/**
 * Collects output that is ASCII without escapes but for a line end, as nearly all is: its bytes stand
 * in its line as they are. A thousand of them are read in the time that a few events take.
 */
class PlainText {
  readonly #trace: Trace;
  #bytes = new Uint8Array(16_384);
  #length = 0;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** False where the event is not such output. */
  add(position: number): boolean {
    const { bytes, kinds, sizes, starts } = this.#trace;
    if (kinds[position] !== OUT) return false;
    const characters = sizes[position] as number;
    const end = bytes.indexOf(0x0a, starts[position]) - 2;
    if (bytes[end] !== 0x22 || bytes[end + 1] !== 0x7d) return false;
    // As many bytes as characters: none is escaped, none takes two. One more: a line end, `\\n`.
    const ends = bytes[end - 1] === 0x6e && bytes[end - 2] === BACKSLASH;
    const broken = ends && bytes[end - 3] !== BACKSLASH;
    const from = end - characters - (broken ? 1 : 0);
    if (!BEFORE.every((byte, n) => bytes[from - 1 - n] === byte)) return false;
    this.#makeRoom(characters);
    this.#bytes.set(bytes.subarray(from, from + characters), this.#length);
    this.#length += characters;
    if (broken) this.#bytes[this.#length - 1] = 0x0a;
    return true;
  }

  /** What was collected since it was last taken. */
  take(): string {
    const text = decoder.decode(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return text;
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array((this.#length + more) * 2);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
