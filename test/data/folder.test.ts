import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  defaultDataDir,
  folderProblem,
  newRecording,
  openDataFolder,
} from '../../server/data/folder.ts';
import { isRecordingId } from '../../server/data/ids.ts';
import { freeSpace, RESERVED_BYTES } from '../../server/data/space.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wirestep-folder-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('the default folder follows the platform', () => {
  const slashes = (path: string): string => path.replaceAll('\\', '/');
  test.each([
    ['linux', {}, '/home/ada/.local/share/wirestep'],
    ['linux', { XDG_DATA_HOME: '/srv/data' }, '/srv/data/wirestep'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/wirestep'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/ada/.local/share/wirestep'],
    ['darwin', { XDG_DATA_HOME: '/srv/data' }, '/home/ada/Library/Application Support/wirestep'],
    ['win32', { LOCALAPPDATA: '/ada/Local' }, '/ada/Local/wirestep'],
    ['win32', {}, '/home/ada/AppData/Local/wirestep'],
  ] as const)('%s with %j: %s', (platform, env, expected) => {
    expect(slashes(defaultDataDir(platform, env, '/home/ada'))).toBe(expected);
  });

  test('of this machine: an absolute path', () => {
    expect(isAbsolute(defaultDataDir())).toBe(true);
    expect(homedir()).not.toBe('');
  });
});

describe('opening', () => {
  test('makes a missing folder with its parents, for the owner only, and leaves nothing in it', async () => {
    const dir = join(root, 'a', 'b');
    expect(await openDataFolder(dir)).toEqual({ dir });
    expect(await readdir(dir)).toEqual([]);
    if (process.platform !== 'win32') expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  test('takes a folder that exists', async () => {
    await writeFile(join(root, 'kept'), 'x');
    expect(await openDataFolder(root)).toEqual({ dir: root });
    expect(await readdir(root)).toEqual(['kept']);
  });

  test('makes a relative path absolute', async () => {
    const folder = await openDataFolder('node_modules');
    expect(isAbsolute(folder.dir)).toBe(true);
  });

  test.each(['file', join('file', 'below')])('says that %s is not a folder', async (name) => {
    await writeFile(join(root, 'file'), 'x');
    const dir = join(root, name);
    expect(await openDataFolder(dir)).toEqual({
      dir,
      problem: `The data folder ${dir} is not a folder: choose another with --data DIR.`,
    });
  });

  test.runIf(process.platform === 'linux')('says that a folder cannot be created', async () => {
    expect((await openDataFolder('/proc/wirestep')).problem).toBe(
      'The data folder /proc/wirestep is gone, or cannot be created: choose another with --data DIR.',
    );
  });

  test.runIf(process.platform !== 'win32')('says that the user may not write there', async () => {
    const dir = join(root, 'locked');
    await mkdir(dir);
    await chmod(dir, 0o555);
    await chmod(root, 0o755);
    const folder = await asNobody('server/data/folder.ts', 'openDataFolder', dir);
    expect(folder).toEqual({
      dir,
      problem: `The data folder ${dir} may not be written by this user: choose another with --data DIR.`,
    });
  });
});

test.each([
  ['EROFS', 'is on a read-only disk'],
  ['ENOSPC', 'is on a full disk'],
  ['EDQUOT', 'is over its disk quota'],
  ['EIO', 'cannot be reached: the disk reports an error'],
  ['ENOENT', 'is gone, or cannot be created'],
  ['EMFILE', 'cannot be used (EMFILE)'],
])('%s is said in words, with the remedy', (code, words) => {
  const error = Object.assign(new Error('x'), { code });
  expect(folderProblem('/d', error)).toBe(
    `The data folder /d ${words}: choose another with --data DIR.`,
  );
});

test('a new recording has a fresh id and a file that does not exist', async () => {
  const folder = await openDataFolder(root);
  const { id, file } = newRecording(folder);
  expect(isRecordingId(id)).toBe(true);
  expect(file).toBe(join(root, `${id}.trace.jsonl`));
  await writeFile(file, '', { flag: 'ax' });
  expect(newRecording(folder).id).not.toBe(id);
});

test('free space is a number of bytes, and a vanished folder is an error with its code', () => {
  expect(freeSpace(root)).toBeGreaterThan(0);
  expect(RESERVED_BYTES).toBe(64 * 2 ** 20);
  expect(() => freeSpace(join(root, 'gone'))).toThrow('ENOENT');
});

/** Permission bits do not stop root: run the function as another user where the tests are root. */
async function asNobody(module: string, name: string, argument: string): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { ${name} as f } from './${module}';
        f(process.argv[1]).then((value) => console.log(JSON.stringify(value)));`,
      resolveDir: process.cwd(),
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
  });
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['-e', outputFiles[0]?.text ?? '', argument],
    { ...user, cwd: '/' },
  );
  return JSON.parse(stdout);
}
