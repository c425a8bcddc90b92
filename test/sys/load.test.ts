import { describe, expect, test } from 'vitest';
import { loadSys } from '../../server/sys/load.ts';
import { fakeKoffi } from './fake-koffi.ts';

const { koffi } = fakeKoffi();

describe('loadSys', () => {
  test('gives the calls of this machine', () => {
    expect(loadSys().platform).toBe(process.platform);
  });

  test.each(['linux', 'darwin', 'win32'] as const)('knows %s', (platform) => {
    expect(loadSys(platform, () => koffi).platform).toBe(platform);
  });

  test('says which system it is that it does not know', () => {
    expect(() => loadSys('freebsd', () => koffi)).toThrow(
      'live sessions need Linux, macOS or Windows, and this is freebsd',
    );
  });

  test('says in one line what is missing and how to get it, when koffi is not there', () => {
    const missing = () => {
      throw new Error('Cannot find the native Koffi module\nRequire stack:\n- /somewhere');
    };
    expect(() => loadSys('linux', missing)).toThrow(
      /^live sessions need the native library koffi, which does not load here \(Cannot find the native Koffi module\): run "npm ci --include=optional" and start again$/,
    );
  });

  test('says what failed when the system has not what is called', () => {
    const old = () => ({
      load: () => {
        throw new Error("Cannot find function 'accept4' in shared library");
      },
    });
    expect(() => loadSys('linux', old)).toThrow(
      "live sessions cannot reach this system's sockets: Cannot find function 'accept4' in shared library",
    );
  });
});
