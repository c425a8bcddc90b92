import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TraceFile } from '../../server/recorder/trace-file.ts';

/** Fills a small disk with trace lines, and tells what happened. */
const path = join(process.argv[2] ?? '', 'a.jsonl');
const file = new TraceFile(path);
// 22 bytes do not divide a megabyte: the last line cannot be whole.
const batch = Buffer.from('{"filler":"xxxxxxxx"}\n'.repeat(1000));
let error = '';
try {
  for (;;) file.append(batch);
} catch (cause) {
  error = (cause as Error).message;
}
process.stdout.write(
  JSON.stringify({ error, bytes: file.bytes, text: readFileSync(path, 'utf8') }),
);
