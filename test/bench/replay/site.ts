import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../../server/build/site/build-site.ts';
import { PAGE } from '../../../server/paths.ts';
import { startStaticHost } from '../../support/static-host.ts';

/** Runs `work` with the address of a web site with these recordings, which is gone afterwards. */
export async function withSite<T>(
  recordings: readonly string[],
  work: (address: string) => Promise<T>,
  options: { readonly compress?: boolean } = {},
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-site-'));
  try {
    const out = join(folder, 'site');
    await buildSite({ page: PAGE, out, recordings });
    const host = await startStaticHost(out, '/course/wirestep/', options);
    try {
      return await work(host.address);
    } finally {
      host.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
