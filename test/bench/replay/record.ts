import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../processes.ts';

/** About as many bytes has an event of a recording with lines and locals. */
const EVENT_BYTES = 125;
// Each message waits 40 ms in its client's kernel: many clients at once make a long recording soon.
const CLIENTS = 32;

/**
 * Runs `work` with a real recording of at least so many events, made for it: a server and many of
 * our own clients, with every line and every local. It is gone afterwards.
 */
export async function withRecording<T>(
  events: number,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-recording-'));
  const file = join(folder, 'bench.trace.jsonl');
  try {
    for (let factor = 1; ; factor *= 2) {
      await record(file, factor * events * EVENT_BYTES);
      if (countLines(file) > events) return await work(file);
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function record(file: string, bytes: number): Promise<void> {
  const child = start('replay/record-process', [file, String(bytes), String(CLIENTS)]);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the recording of ${bytes} bytes ended with ${code}`);
}

function countLines(file: string): number {
  let lines = 0;
  for (const byte of readFileSync(file)) if (byte === 10) lines++;
  return lines;
}
