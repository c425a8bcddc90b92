import type { Frame } from '../live/frame.ts';

/**
 * Puts a growing recording together from its frames, whatever was lost or came twice on the way:
 * each byte is handed over once, in order.
 */
export class Following {
  readonly id: string;
  /** Of its frames on this connection; undefined until the server has said so. */
  stream: number | undefined;
  #at: number;
  readonly #take: (bytes: Uint8Array) => void;
  readonly #again: () => void;
  #asked = false;
  #work: Promise<void> = Promise.resolve();
  #ended = false;

  /** @param again asks the server for what comes from `at` on */
  constructor(id: string, from: number, take: (bytes: Uint8Array) => void, again: () => void) {
    this.id = id;
    this.#at = from;
    this.#take = take;
    this.#again = again;
  }

  /** What has come so far: everything before this byte. */
  get at(): number {
    return this.#at;
  }

  /** Resolves once all frames so far have been unpacked. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** A frame has come. Unpacking takes its time, so they wait for each other. */
  frame(frame: Frame): void {
    this.#work = this.#work.then(() => this.#put(frame)).catch(() => this.#miss());
  }

  end(): void {
    this.#ended = true;
  }

  async #put({ packing, from, bytes: packed }: Frame): Promise<void> {
    if (this.#ended || from > this.#at) return this.#miss();
    const bytes = packing === 1 ? await unpack(packed) : packed;
    const more = bytes.subarray(this.#at - from);
    if (this.#ended || more.length === 0) return;
    this.#asked = false;
    this.#at += more.length;
    this.#take(more);
  }

  /** One frame is missing: those after it on their way are too early as well. */
  #miss(): void {
    if (this.#ended || this.#asked) return;
    this.#asked = true;
    this.#again();
  }
}

async function unpack(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
