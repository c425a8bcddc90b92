import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newRecordingId } from '../../server/data/ids.ts';

/** A header as the recorder writes it, with some of its fields changed. */
export function headerLine(changes: Record<string, unknown> = {}): string {
  const header = {
    format: 'wirestep-trace',
    version: 1,
    id: 'abc',
    title: 'Two clients',
    epoch_ns: '1767225600000000000',
    mono_ns: '1',
    clock: 'process.hrtime',
    generator: 'test',
    host: { os: 'linux', arch: 'x64', runtime: 'node' },
    pid: 1,
    programs: [],
    protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: false },
    detail: 'calls',
    ext: {},
    ...changes,
  };
  return JSON.stringify(header) + '\n';
}

export const markerLine = (i: number): string =>
  `{"i":${i},"t":${i * 1000},"k":"marker","text":"m${i}"}\n`;
export const endLine = (i: number): string => `{"i":${i},"t":${i * 1000},"k":"end"}\n`;

/** A whole trace of `events` events, the last of them `end`. */
export function wholeTrace(events = 3, changes: Record<string, unknown> = {}): string {
  const lines = Array.from({ length: events - 1 }, (_, n) => markerLine(n + 1));
  return headerLine(changes) + lines.join('') + endLine(events);
}

export async function writeTrace(
  dir: string,
  text: string,
  id = newRecordingId(),
): Promise<string> {
  await writeFile(join(dir, `${id}.trace.jsonl`), text);
  return id;
}
