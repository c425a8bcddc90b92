/** Sixteen bytes a line, in the two shapes that people and programs know. */
import { hexOf } from '../trace/hex.ts';

const WIDTH = 16;

/** As `hexdump -C -v`: eight digits of offset, the bytes in two halves, the text between bars. */
export function* readableLines(bytes: Uint8Array, offset: number): Generator<string> {
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const line = bytes.subarray(at, at + WIDTH);
    const halves = [line.subarray(0, 8), line.subarray(8)].map((half) => hexOf(half, ' '));
    const hex = halves.map((half) => half.padEnd(23)).join('  ');
    yield `${readableOffset(offset + at)}  ${hex}  |${plainText(line)}|\n`;
  }
}

export function readableOffset(offset: number): string {
  return offset.toString(16).padStart(8, '0');
}

/** As `od -A x -t x1z -v`: what `xxd -r` and `text2pcap` read back. The last line of such a dump is
 *  the offset of its end. */
export function reversibleLine(line: Uint8Array, offset: number): string {
  return `${reversibleOffset(offset)} ${hexOf(line, ' ').padEnd(3 * WIDTH - 1)}  >${plainText(line)}<\n`;
}

export function reversibleOffset(offset: number): string {
  return offset.toString(16).padStart(6, '0');
}

/** Pieces of a stream, joined and cut into lines' worth of bytes. */
export function* inLines(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const line = new Uint8Array(WIDTH);
  let length = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const taken = piece.subarray(at, at + WIDTH - length);
      line.set(taken, length);
      length += taken.length;
      at += taken.length;
      if (length < WIDTH) continue;
      yield line;
      length = 0;
    }
  }
  if (length > 0) yield line.subarray(0, length);
}

/** Printable ASCII as it is, a dot for every other byte. */
function plainText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x20 || byte > 0x7e ? '.' : String.fromCharCode(byte);
  return text;
}
