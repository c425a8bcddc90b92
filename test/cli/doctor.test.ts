import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dataFolder, nativeLibrary, port, threads, tool } from '../../server/cli/checks.ts';
import { doctorCommand, report } from '../../server/cli/doctor.ts';

const plain = pc.createColors(false);

describe('a port', () => {
  test('that is free is well, and is free again afterwards', async () => {
    const free = await freePort();
    const good = { name: 'Live port', ok: true, text: `${free} on 127.0.0.1 is free` };
    expect(await port('Live', '127.0.0.1', free, '--port')).toEqual(good);
    expect(await port('Live', '127.0.0.1', free, '--port')).toEqual(good);
  });

  test('in use names the port and the option that changes it', async () => {
    const { number, close } = await taken();
    const check = await port('Page', '127.0.0.1', number, '--ui-port');
    close();
    expect(check.ok).toBe(false);
    expect(check.text).toContain(`Port ${number} on 127.0.0.1 is in use`);
    expect(check.text).toContain('--ui-port');
  });
});

describe('the native library', () => {
  test('that loads names its system', () => {
    expect(nativeLibrary(() => ({ platform: 'linux' }))).toMatchObject({ ok: true });
  });

  test('that does not load says why, as a sentence', () => {
    const fails = () => {
      throw new Error('live sessions need the native library koffi');
    };
    expect(nativeLibrary(fails)).toEqual({
      name: 'Native library',
      ok: false,
      text: 'Live sessions need the native library koffi.',
    });
  });
});

describe('threads', () => {
  test('are well from the default number on', () => {
    expect(threads({ cap: 64, limitedBy: 'free memory' })).toEqual({
      name: 'Threads',
      ok: true,
      text: 'up to 64 at once, limited by free memory; 64 unless told otherwise',
    });
  });

  test('below the default name what limits them and the option to start with', () => {
    expect(threads({ cap: 20, limitedBy: 'open files (ulimit -n)' })).toEqual({
      name: 'Threads',
      ok: false,
      text: 'Only 20 at once, limited by open files (ulimit -n): raise it, or start with --max-threads 20.',
    });
  });
});

describe('the data folder', () => {
  test('that can be written is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestep-doctor-'));
    expect(await dataFolder(folder)).toEqual({ name: 'Data folder', ok: true, text: folder });
    rmSync(folder, { recursive: true });
  });

  test('that cannot names the option that changes it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirestep-doctor-'));
    writeFileSync(join(folder, 'file'), '');
    const check = await dataFolder(join(folder, 'file'));
    rmSync(folder, { recursive: true });
    expect(check.ok).toBe(false);
    expect(check.text).toContain('--data');
  });
});

test('a tool that is missing brings its own sentence', () => {
  expect(tool('Python', { problem: 'Install it.' })).toEqual({
    name: 'Python',
    ok: false,
    text: 'Install it.',
  });
});

test('the report is a line for each check and one that sums up', () => {
  const found = [
    { name: 'Page port', ok: true, text: '8064 is free' },
    { name: 'Python', ok: false, text: 'Install it.' },
  ];
  expect(report(found, plain)).toBe(
    'ok       Page port  8064 is free\n' +
      'problem  Python     Install it.\n' +
      '1 of 2 need attention.\n',
  );
  expect(report(found.slice(0, 1), plain)).toContain('All is well.\n');
});

describe('the command', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = 0;
  });

  /** Runs it and gives what it printed. */
  async function run(...args: readonly string[]): Promise<string> {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await doctorCommand().parseAsync(args, { from: 'user' });
    return write.mock.calls.map(([text]) => String(text)).join('');
  }

  test('checks all there is to check, and exits 1 for a single problem', async () => {
    const { number, close } = await taken();
    const folder = mkdtempSync(join(tmpdir(), 'wirestep-doctor-'));
    const free = String(await freePort());
    const text = await run('--ui-port', free, '--port', String(number), '--data', folder);
    close();
    rmSync(folder, { recursive: true });
    const names = ['Page port', 'Live port', 'Native library', 'Threads', 'Data folder'];
    for (const name of [...names, 'Browser', 'Python']) expect(text).toContain(name);
    expect(text).toContain(`Port ${number} on 127.0.0.1 is in use`);
    expect(process.exitCode).toBe(1);
  });
});

/** A port that somebody listens on. */
async function taken(): Promise<{ readonly number: number; readonly close: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { number: (server.address() as AddressInfo).port, close: () => server.close() };
}

async function freePort(): Promise<number> {
  const { number, close } = await taken();
  close();
  return number;
}
