import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './processes.ts';

/** Seconds from `npm start` until the page answers. */
export interface Starts {
  /** In a clean clone: packages are installed and everything is built first. */
  readonly cold: number;
  /** In the same clone from then on: the median of three. */
  readonly warm: number;
}

/** Clones what is committed and starts it, as the README says. */
export async function measureStarts(): Promise<Starts> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-start-'));
  const clone = join(folder, 'clone');
  const { status } = spawnSync('git', ['clone', '--quiet', '.', clone], { stdio: 'inherit' });
  if (status !== 0) throw new Error('a clean clone needs git and a repository');
  try {
    const cold = await startOnce(clone, folder);
    const warm = [];
    for (let i = 0; i < 3; i++) warm.push(await startOnce(clone, folder));
    return { cold, warm: warm.sort((a, b) => a - b)[1] ?? NaN };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function startOnce(clone: string, folder: string): Promise<number> {
  const [uiPort, port] = [await freePort(), await freePort()];
  const options = ['--no-open', `--ui-port=${uiPort}`, `--port=${port}`, '--data', folder];
  const began = performance.now();
  const child = spawn('npm', ['start', '--', ...options], {
    cwd: clone,
    stdio: ['ignore', 'ignore', 'ignore'],
    shell: process.platform === 'win32',
  });
  await answers(child, `http://127.0.0.1:${uiPort}/`);
  const seconds = (performance.now() - began) / 1000;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return seconds;
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(10);
  }
}
