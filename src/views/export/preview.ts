/** The beginning of a file, as a person can read it. */
import { visibleLines } from '../../trace/visible.ts';

const MOST_LINES = 60;
const MOST_CHARACTERS = 240;
const MOST_ROWS = 48;
const ROW = 16;
/** Bytes that the longest preview can need, as far as it goes. */
const MOST_BYTES = 64 * 1024;

export interface Beginning {
  readonly text: string;
  /** There is more in the file than `text` shows. */
  readonly more: boolean;
}

/** The beginning of what will be saved: lines of a text, rows of hex of anything else. */
export async function beginningOf(file: Blob, whole: boolean, binary: boolean): Promise<Beginning> {
  const bytes = new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer());
  const all = whole && bytes.length === file.size;
  return binary ? rowsOf(bytes, all) : linesOf(bytes, all);
}

/** An address that holds the picture itself. */
export async function dataAddress(picture: Blob): Promise<string> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return `data:image/svg+xml;base64,${btoa(binary)}`;
}

/** As many arguments as a call may have, and more than enough. */
const PIECE = 8192;

function linesOf(bytes: Uint8Array, all: boolean): Beginning {
  // The last character may be cut: it waits for bytes that never come.
  const lines = new TextDecoder().decode(bytes, { stream: !all }).split(/\r?\n/);
  if (all && lines.at(-1) === '') lines.pop();
  const shown = lines.slice(0, MOST_LINES);
  const long = shown.some(({ length }) => length > MOST_CHARACTERS);
  const text = shown.map(lineOf).join('\n');
  return { text, more: !all || long || shown.length < lines.length };
}

function lineOf(line: string): string {
  const cut = line.length > MOST_CHARACTERS;
  return visibleLines(cut ? line.slice(0, MOST_CHARACTERS) : line) + (cut ? ' …' : '');
}

function rowsOf(bytes: Uint8Array, all: boolean): Beginning {
  const rows = Math.min(MOST_ROWS, Math.ceil(bytes.length / ROW));
  const text = Array.from({ length: rows }, (_, row) => rowOf(bytes, row * ROW)).join('\n');
  return { text, more: !all || rows * ROW < bytes.length };
}

/** `00000010  66 6f 6f 00 …  |foo.…|` */
function rowOf(bytes: Uint8Array, from: number): string {
  const row = [...bytes.subarray(from, from + ROW)];
  const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const signs = row.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.'));
  const offset = from.toString(16).padStart(8, '0');
  return `${offset}  ${hex.padEnd(ROW * 3 - 1)}  |${signs.join('')}|`;
}
