import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Machine } from '../../server/cli/tools.ts';
import {
  CAPTURE_RIGHTS,
  PEERS,
  findPeer,
  runPeer,
  startPeer,
  type Peer,
} from '../support/peers.ts';
import { temporaryFolder } from '../support/folder.ts';

const names = Object.keys(PEERS) as readonly Peer[];

const empty: Machine = {
  platform: 'linux',
  env: { PATH: '/usr/local/bin:/usr/bin' },
  home: '/home/ann',
  delimiter: ':',
  isProgram: () => false,
  list: () => [],
};

test.each(names)('%s is on the machine that runs the tests', (name) => {
  expect(() => findPeer(name)).not.toThrow();
});

test.each(names)('%s is missing: one sentence names it and its Debian package', (name) => {
  const sentence = new RegExp(`^No ${name} was found: install .*apt-get install ${PEERS[name]}\\)`);
  expect(() => findPeer(name, empty)).toThrow(sentence);
});

describe('a peer', () => {
  test('is the first on the path where there are several', () => {
    const isProgram = (path: string) => path.endsWith('/xxd');
    expect(findPeer('xxd', { ...empty, isProgram })).toBe('/usr/local/bin/xxd');
  });

  test('is Python where WIRESTEP_PYTHON says', () => {
    const env = { WIRESTEP_PYTHON: '/opt/python' };
    expect(findPeer('python3', { ...empty, env, isProgram: () => true })).toBe('/opt/python');
  });
});

describe('a peer that runs', () => {
  test('gives the bytes of its stdout, not a text of them', () => {
    const bytes = Uint8Array.of(0, 255, 10, 128);
    expect([...runPeer('xxd', ['-r', '-p'], { input: '00ff0a80' })]).toEqual([...bytes]);
    expect(runPeer('xxd', ['-p'], { input: bytes }).toString()).toBe('00ff0a80\n');
  });

  test('sees an empty home, plain words and no setting of the person', () => {
    const said = runPeer('python3', [
      '-c',
      `import os; e = os.environ
print(os.listdir(e['HOME']), os.listdir(e['WIRESHARK_CONFIG_DIR']), e['LC_ALL'], e['TZ'], 'npm_lifecycle_event' in e)`,
    ]);
    expect(said.toString()).toBe('[] [] C.UTF-8 UTC False\n');
  });

  test('fails with its own words', () => {
    expect(() => runPeer('python3', ['-c', 'import sys; sys.exit("no such file")'])).toThrow(
      /^python3 -c .* exited with 1: no such file$/,
    );
  });

  test('says what rights a capture needs, where one fails', () => {
    expect(() => runPeer('tshark', ['-i', 'no-such-interface', '-c', '1'])).toThrow(CAPTURE_RIGHTS);
  });

  test('leaves no home behind, run or started', async () => {
    const folder = temporaryFolder();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    runPeer('xxd', ['-p']);
    expect(readdirSync(folder)).toEqual([]);

    const child = startPeer('xxd', ['-p']);
    const closed = once(child, 'close');
    expect(readdirSync(folder)).toHaveLength(1);
    child.stdin.end();
    await closed;
    expect(readdirSync(folder)).toEqual([]);
  });
});
