import { describe, expect, test } from 'vitest';
import { findBrowser, findPython, thisMachine, type Machine } from '../../server/cli/tools.ts';

/** A machine that has just these programs. */
function machine(programs: readonly string[], more: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ann',
    delimiter: ':',
    isProgram: (path) => programs.includes(path),
    list: (folder) =>
      programs
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
    ...more,
  };
}

describe('a browser', () => {
  test('is the one that WIRESTEP_BROWSER names, before any other', () => {
    const env = { WIRESTEP_BROWSER: '/opt/chrome', PATH: '/usr/bin' };
    expect(findBrowser(machine(['/opt/chrome', '/usr/bin/chromium'], { env }))).toEqual({
      path: '/opt/chrome',
    });
  });

  test('is not looked for elsewhere when WIRESTEP_BROWSER names nothing that runs', () => {
    const env = { WIRESTEP_BROWSER: '/opt/gone', PATH: '/usr/bin' };
    expect(findBrowser(machine(['/usr/bin/chromium'], { env }))).toEqual({
      problem: 'WIRESTEP_BROWSER says /opt/gone, where there is no program to run.',
    });
  });

  test('is Debian’s program rather than the wrapper script on the path', () => {
    const debian = machine(['/usr/bin/chromium', '/usr/lib/chromium/chromium']);
    expect(findBrowser(debian)).toEqual({ path: '/usr/lib/chromium/chromium' });
  });

  test.each([['chromium-browser'], ['google-chrome-stable'], ['google-chrome']])(
    'is %s on the path',
    (name) => {
      expect(findBrowser(machine([`/usr/local/bin/${name}`]))).toEqual({
        path: `/usr/local/bin/${name}`,
      });
    },
  );

  test('is an application on macOS, of all users or of one', () => {
    const path = '/home/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(machine([path], { platform: 'darwin' }))).toEqual({ path });
  });

  test('is under one of the program folders on Windows', () => {
    const path = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
    const env = { PROGRAMFILES: 'C:\\Program Files' };
    expect(findBrowser(machine([path], { platform: 'win32', env }))).toEqual({ path });
  });

  test('is Playwright’s newest, compared as numbers, where none is installed', () => {
    const at = (number: number) =>
      `/home/ann/.cache/ms-playwright/chromium-${number}/chrome-linux/chrome`;
    expect(findBrowser(machine([at(999), at(1200)]))).toEqual({ path: at(1200) });
  });

  test('is looked for where PLAYWRIGHT_BROWSERS_PATH says', () => {
    const path = '/browsers/chromium-1200/chrome-linux64/chrome';
    const env = { PLAYWRIGHT_BROWSERS_PATH: '/browsers' };
    expect(findBrowser(machine([path], { env }))).toEqual({ path });
  });

  test('that is missing is one sentence about what to install', () => {
    expect(findBrowser(machine([]))).toEqual({
      problem: expect.stringMatching(/^No browser was found: install Chromium.*\.$/),
    });
  });
});

describe('a Python', () => {
  test('is the one that WIRESTEP_PYTHON names', () => {
    const env = { WIRESTEP_PYTHON: '/opt/python3.13', PATH: '/usr/bin' };
    expect(findPython(machine(['/opt/python3.13', '/usr/bin/python3'], { env }))).toEqual({
      path: '/opt/python3.13',
    });
  });

  test('is the first python3 on the path', () => {
    const both = machine(['/usr/bin/python3', '/usr/local/bin/python3']);
    expect(findPython(both)).toEqual({ path: '/usr/local/bin/python3' });
  });

  test('is never a plain python outside Windows: that one may be Python 2', () => {
    expect(findPython(machine(['/usr/bin/python']))).toEqual({
      problem: expect.stringMatching(/^No python3 was found: install Python 3.*\.$/),
    });
  });
});

test('this machine’s programs are files that may be run', () => {
  expect(thisMachine.isProgram(process.execPath)).toBe(true);
  expect(thisMachine.isProgram('/')).toBe(false);
  expect(thisMachine.isProgram('/no/such/program')).toBe(false);
  expect(thisMachine.list('/no/such/folder')).toEqual([]);
});
