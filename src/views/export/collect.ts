/** Chunks → one file's content, in steps: what is written lies in the browser's store of blobs. */
import type { Chunk, ExportFile } from '../../export/part.ts';

/** Longest work at once, ms: less than what a person notices. */
const AT_ONCE_MS = 12;
/** So much is kept as bytes of this page before the browser takes it. */
const STEP_BYTES = 4 * 1024 * 1024;

export interface Collecting {
  /** Aborted: the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** From so many bytes on no more is asked for; a chunk is never cut. */
  readonly most?: number;
  /** Told before each rest, with the bytes so far. */
  readonly onprogress?: (bytes: number) => void;
}

export interface Collected {
  readonly content: Blob;
  /** False where `most` has ended it. */
  readonly whole: boolean;
}

/** Takes a file's chunks; the page can do other things meanwhile. Fails with what the writer throws. */
export async function collect(
  file: Pick<ExportFile, 'chunks'>,
  { signal, most = Infinity, onprogress }: Collecting,
): Promise<Collected> {
  const steps: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let [held, all] = [0, 0];
  let whole = true;
  let began = performance.now();
  for await (const chunk of file.chunks()) {
    signal.throwIfAborted();
    const bytes = bytesOf(chunk);
    pieces.push(bytes);
    held += bytes.length;
    all += bytes.length;
    if (held >= STEP_BYTES) {
      steps.push(new Blob(pieces));
      [pieces, held] = [[], 0];
    }
    if (all >= most) {
      whole = false;
      break;
    }
    if (performance.now() - began < AT_ONCE_MS) continue;
    onprogress?.(all);
    await rest();
    signal.throwIfAborted();
    began = performance.now();
  }
  return { content: new Blob([...steps, ...pieces]), whole };
}

/** Lets the page draw and answer. Timers rest for 4 ms at least: where it can be helped, without. */
function rest(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

const ENCODER = new TextEncoder();

function bytesOf(chunk: Chunk): Uint8Array<ArrayBuffer> {
  return typeof chunk === 'string' ? ENCODER.encode(chunk) : chunk;
}
