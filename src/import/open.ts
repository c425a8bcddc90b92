/** Any file that wirestep opens → a parsed trace: what the page, the commands and the exports see. */
import { FOREIGN, OWN } from '../trace/limits.ts';
import type { Limits } from '../trace/limits.ts';
import { parseTrace } from '../trace/parse.ts';
import type { ParsedTrace } from '../trace/parse.ts';
import { importFile } from './import.ts';
import type { OnRead } from './imported-file.ts';

/**
 * Reads a file whatever it is; what was damaged in it stands before what is damaged in its trace.
 * @throws {ImportError} as `importFile`; nothing else
 */
export async function openBytes(
  bytes: Uint8Array,
  limits: Limits = FOREIGN,
  onread?: OnRead,
): Promise<ParsedTrace> {
  const imported = await importFile(bytes, limits, onread);
  // A trace that was made here has lines of any length.
  const parsed =
    imported.from === 'trace'
      ? parseTrace(imported.trace, limits, onread)
      : parseTrace(imported.trace, OWN);
  if (imported.damaged === 0) return parsed;
  const damage = [...imported.damage, ...parsed.damage];
  return { ...parsed, damage, damaged: imported.damaged + parsed.damaged };
}
