/** Opens whatever wirestep opens, by the name of a file or from standard input. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { openBytes } from '../../src/import/open.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import { FOREIGN, OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { visible } from '../../src/trace/visible.ts';
import { readProblem } from './disk-reasons.ts';
import { Failure } from './outcome.ts';

/** The name of standard input. */
export const STDIN = '-';

/** Own recordings begin so, and may be larger than what comes from elsewhere. */
const OWN_BEGINNING = Buffer.from('{"format":"wirestep-trace"');

type Bytes = AsyncIterable<Uint8Array>;

/**
 * The recording in a file, whatever its kind; `-` is standard input.
 * @throws {Failure} where it cannot be read or is nothing that wirestep opens
 */
export async function openFile(file: string, stdin: Bytes = process.stdin): Promise<ParsedTrace> {
  try {
    const bytes = file === STDIN ? await readAll(stdin) : await readFile(file);
    return isOwn(bytes) ? parseTrace(bytes, OWN) : await openBytes(bytes);
  } catch (error) {
    throw new Failure(openProblem(file, error), { cause: error });
  }
}

/** One sentence: why it cannot be read, or opened. Errors of neither kind are thrown again. */
export function openProblem(file: string, error: unknown): string {
  const name = file === STDIN ? 'Standard input' : visible(file);
  if (error instanceof ImportError) return `${name} cannot be opened: ${importProblem(error)}.`;
  const reason = readProblem(error);
  if (reason === undefined) throw error;
  return `${name} cannot be read: ${reason}.`;
}

function importProblem({ line, byte, reason }: ImportError): string {
  if (byte === 0) return visible(reason);
  return `${line === 0 ? '' : `line ${line}, `}byte ${byte}: ${visible(reason)}`;
}

async function readFile(file: string): Promise<Uint8Array> {
  const about = await stat(file);
  // A pipe or a device has no size and can be read but once.
  if (!about.isFile()) return readAll(createReadStream(file));
  const handle = await open(file);
  try {
    const beginning = await handle.read({
      buffer: Buffer.alloc(OWN_BEGINNING.length),
      position: 0,
    });
    if (!isOwn(beginning.buffer)) checkSize(about.size);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function readAll(stream: Bytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let beginning = Buffer.alloc(0);
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    const missing = OWN_BEGINNING.length - beginning.length;
    if (missing > 0) beginning = Buffer.concat([beginning, chunk.subarray(0, missing)]);
    if (!isOwn(beginning)) checkSize(size);
  }
  return Buffer.concat(chunks);
}

/** @throws {ImportError} where a foreign file is above the limit; before it is read */
function checkSize(size: number): void {
  if (size <= FOREIGN.bytes) return;
  throw new ImportError(1, 0, `it has more than ${FOREIGN.bytes} bytes, the most that is opened`);
}

function isOwn(bytes: Uint8Array): boolean {
  return OWN_BEGINNING.equals(bytes.subarray(0, OWN_BEGINNING.length));
}
