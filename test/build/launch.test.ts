import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Clone } from './clone.ts';

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => rmSync(clone.folder, { recursive: true, force: true }));

test('a fresh clone is installed and built, then the command runs with its arguments', async () => {
  clone.uninstall();
  const { code, stdout, stderr } = await clone.run('show', 'a b');
  expect(stdout).toBe(`show a b in ${clone.folder}\n`);
  expect(stderr).toContain('wirestep: installing packages');
  expect(stderr).toContain('wirestep: building');
  expect(code).toBe(0);
});

test('what npm and the build print goes to stderr, never to the stdout of the command', async () => {
  clone.uninstall();
  const { stdout, stderr } = await clone.run('show');
  expect(stderr).toContain('the build speaks');
  expect(stdout).not.toContain('the build speaks');
});

test('nothing is installed, built or said again while nothing has changed', async () => {
  await clone.run('show');
  const { stderr } = await clone.run('show');
  expect(stderr).toBe('');
  expect(clone.builds).toBe(1);
});

test('a changed source builds again, and does not install again', async () => {
  await clone.run('show');
  clone.write('server/cli/main.ts', '// another source');
  const { stderr } = await clone.run('show');
  expect(clone.builds).toBe(2);
  expect(stderr).not.toContain('installing');
});

test('a changed lockfile installs again', async () => {
  await clone.run('show');
  clone.write('package-lock.json', clone.read('package-lock.json') + '\n');
  rmSync(join(clone.folder, 'node_modules/.package-lock.json'), { force: true });
  const { stderr } = await clone.run('show');
  expect(stderr).toContain('installing');
});

test('packages that a person installed with npm ci are not installed a second time', async () => {
  const { stderr } = await clone.run('show');
  expect(clone.read('node_modules/.package-lock.json')).toBe('{ "packages": {} }');
  expect(stderr).not.toContain('installing');
});

test('a build that fails ends with exit code 1 and one sentence, and is tried again', async () => {
  const failing = clone.start(['show'], ['env', 'BUILD_FAILS=1', process.execPath, LAUNCH]);
  const { code, stdout, stderr } = await failing.done;
  expect(stderr).toContain('wirestep: building failed (exit 3); the lines above say why.');
  expect([code, stdout]).toEqual([1, '']);
  expect((await clone.run('show')).code).toBe(0);
});

test('two launches at once build once, and both run their command', async () => {
  await clone.run('show');
  clone.write('server/cli/main.ts', '// another source');
  const both = await Promise.all([clone.run('show', '1'), clone.run('show', '2')]);
  expect(both.map((each) => each.stdout)).toEqual([
    `show 1 in ${clone.folder}\n`,
    `show 2 in ${clone.folder}\n`,
  ]);
  expect(clone.builds).toBe(2);
});

test('the lock of a launch that was killed does not stop the next', async () => {
  const killed = clone.start(['show']);
  await killed.shows('building the page');
  process.kill(-killed.pid, 'SIGKILL');
  await killed.done;
  expect(existsSync(join(clone.folder, 'dist/.launch.lock'))).toBe(true);
  expect((await clone.run('show')).code).toBe(0);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
  '%s reaches the command once, and its exit code comes back',
  async (signal) => {
    const running = clone.start(['wait']);
    await running.shows('waiting');
    process.kill(running.pid, signal);
    const { code, stdout } = await running.done;
    expect(stdout).toContain(`got ${signal}\n`);
    expect(code).toBe(7);
  },
);

test('a Ctrl-C, which reaches the whole process group, reaches the command once', async () => {
  const running = clone.start(['wait']);
  await running.shows('waiting');
  process.kill(-running.pid, 'SIGINT');
  expect((await running.done).stdout).toContain('got SIGINT\n');
});

test.each(['SIGINT', 'SIGTERM'])(
  '%s sent to npm alone reaches the command, and npm returns its exit code',
  async (signal) => {
    const running = clone.start(['wait'], ['npm', 'run', '-s', 'wirestep', '--']);
    await running.shows('waiting');
    process.kill(running.pid, signal);
    const { code, stdout } = await running.done;
    expect(stdout).toContain(`got ${signal}\n`);
    expect(code).toBe(7);
  },
);

test('every script replaces its shell, so that none stands between npm and the command', () => {
  const { scripts } = JSON.parse(clone.read('package.json'));
  const launching = Object.values<string>(scripts).filter((line) => line.includes('launch.mjs'));
  expect(launching.every((line) => line.startsWith('exec node '))).toBe(true);
  expect(readFileSync('exec.cmd', 'utf8').trimEnd().split('\r\n').at(-1)).toBe('@%*');
});

test('a Ctrl-C while it builds ends the build and the launch', async () => {
  const running = clone.start(['show']);
  await running.shows('building the page');
  process.kill(-running.pid, 'SIGINT');
  expect(await running.done).toMatchObject({ code: 130, stdout: '' });
  expect(clone.builds).toBe(0);
});

test('a SIGTERM to the launcher alone while it builds ends the build too', async () => {
  const running = clone.start(['show']);
  await running.shows('building the page');
  process.kill(running.pid, 'SIGTERM');
  expect(await running.done).toMatchObject({ code: 143, stdout: '' });
  expect(clone.builds).toBe(0);
});

test('through npm, files are named from the folder where the person stands', async () => {
  const elsewhere = ['--prefix', clone.folder, 'run', '-s', 'wirestep', '--', 'show'];
  const { stdout } = await clone.start(elsewhere, ['env', '-C', '/', 'npm']).done;
  expect(stdout).toBe('show in /\n');
});

test('a Node that is too old gets one sentence', async () => {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' });
    await import('./server/build/launch.mjs');`;
  const { code, stderr } = await clone.start(
    ['--input-type=module', '-e', pretend],
    [process.execPath],
  ).done;
  expect(stderr).toMatch(
    /^wirestep needs Node 20\.19 or newer, and this is .*: see nodejs\.org\.\n$/,
  );
  expect(code).toBe(1);
});

const LAUNCH = 'server/build/launch.mjs';
