/**
 * wirestep's page in one HTML file that needs nothing else: the page itself, and packed in it what it
 * otherwise asks a server for. Packed is gzip and base64: nothing of a recording or a lesson, whatever
 * a client sent, can be taken for markup.
 *
 * What is packed: one line of JSON, the head, then the recordings that it names, one after the other.
 */
import type { Chunk } from './part.ts';

/** Of the element that holds what is packed. */
export const ID = 'wirestep-held';
/** Where the build leaves room. */
export const PLACE = `<script type="text/plain" id="${ID}"></script>`;

/** Of the element that holds what the build put in, for all that is saved. */
export const SHARED_ID = 'wirestep-shared';

/** A recording in the file. */
export interface HeldRecording {
  readonly name: string;
  /** Of its trace; absent: all that is left, so only of the last. */
  readonly bytes?: number;
}

/** The first line of what is packed; what else it says is for who wrote it. */
export interface Head {
  readonly recordings: readonly HeldRecording[];
}

/** What is put into a page. */
export interface Contents {
  /** The address inside the page that it opens with: `#/recording/…`. */
  readonly opens: string;
  readonly head: Head;
  /** The traces of the head's recordings, in their order. */
  readonly traces: Iterable<Chunk> | AsyncIterable<Chunk>;
}

/** Whether the page has room, for one. */
export function hasRoom(template: string): boolean {
  const at = template.indexOf(PLACE);
  return at >= 0 && template.indexOf(PLACE, at + 1) < 0;
}

/** What is said of a page without. */
export const NO_ROOM = 'This copy of wirestep cannot save pages: build it again.';

/**
 * The page with the contents in it, in pieces.
 * @throws Error in words where the page has no room for any
 */
export async function* writePage(
  template: string,
  { opens, head, traces }: Contents,
): AsyncGenerator<string> {
  if (!hasRoom(template)) throw new Error(NO_ROOM);
  if (!/^#[\w/.-]+$/.test(opens)) throw new RangeError(`no address of a page: ${opens}`);
  const at = template.indexOf(PLACE);
  yield template.slice(0, at);
  yield `<script type="text/plain" id="${ID}" data-opens="${opens}">`;
  yield* base64(gzip(inOrder(`${JSON.stringify(head)}\n`, traces)));
  yield '</script>';
  yield template.slice(at + PLACE.length);
}

/** The page with a text in it that is the same for all that is saved with this page. */
export async function withShared(template: string, shared: string): Promise<string> {
  let packed = '';
  for await (const piece of base64(gzip(inOrder(shared, [])))) packed += piece;
  return template.replace(
    PLACE,
    `<script type="text/plain" id="${SHARED_ID}">${packed}</script>\n${PLACE}`,
  );
}

/** What `writePage` has packed: the head, and the traces that it names. */
export async function readPacked(
  packed: string,
): Promise<{ readonly head: Head; readonly traces: readonly Uint8Array[] }> {
  const bytes = await unpack(packed);
  const end = bytes.indexOf(LINE_FEED);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Head;
  let at = end + 1;
  const traces = head.recordings.map(({ bytes: length = bytes.length - at }) => {
    at += length;
    return bytes.subarray(at - length, at);
  });
  return { head, traces };
}

/** The bytes of a text that is base64 of gzip. */
export async function unpack(packed: string): Promise<Uint8Array<ArrayBuffer>> {
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function* inOrder(first: string, rest: Contents['traces']): AsyncGenerator<Chunk> {
  yield first;
  yield* rest;
}

/** Packed as it is taken: no more is read ahead than one chunk. */
async function* gzip(chunks: AsyncGenerator<Chunk>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(stream) {
      const { done, value } = await chunks.next();
      if (done === true) stream.close();
      else stream.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  const reader = source.pipeThrough(new CompressionStream('gzip')).getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Three bytes are four characters: what is left over waits for the next piece. */
async function* base64(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let left: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    const bytes = new Uint8Array(left.length + piece.length);
    bytes.set(left);
    bytes.set(piece, left.length);
    const whole = bytes.length - (bytes.length % 3);
    left = bytes.subarray(whole);
    if (whole > 0) yield encoded(bytes.subarray(0, whole));
  }
  if (left.length > 0) yield encoded(left);
}

function encoded(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return text;
}

const LINE_FEED = 0x0a;
/** As many arguments as a call may have, and more than enough; a multiple of three. */
const PIECE = 8190;
