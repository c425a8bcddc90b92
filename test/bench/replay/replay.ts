import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutTrace } from './cut.ts';
import { measureReplay, type Replayed } from './measure-wirestep.ts';
import { withRecording } from './record.ts';
import { withSite } from './site.ts';

/**
 * Records one long run with the real engine, cuts it to these sizes, and opens each in the built
 * page.
 * @param sizes in events, ascending
 */
export function measureReplays(
  sizes: readonly number[],
  say: (text: string) => void,
): Promise<readonly Replayed[]> {
  return withRecording(sizes.at(-1) ?? 0, (file) => replayCuts(file, sizes, say));
}

/** The same with a recording that is there already. */
export async function replayCuts(
  file: string,
  sizes: readonly number[],
  say: (text: string) => void,
): Promise<readonly Replayed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-cuts-'));
  try {
    const cuts = sizes.map((events) => join(folder, `events${events}.trace.jsonl`));
    sizes.forEach((events, n) => cutTrace(file, cuts[n] as string, events));
    const measured: Replayed[] = [];
    const open = async (site: string) => {
      for (const events of sizes) {
        say(`opening ${events} events…`);
        measured.push(await measureReplay(site, `events${events}`, events));
      }
    };
    await withSite(cuts, open, { compress: false });
    return measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
