import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the search may know of a machine; tests give their own. */
export interface Machine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The separator of `PATH`. */
  readonly delimiter: string;
  isProgram(path: string): boolean;
  /** The names in a folder; none where there is no such folder. */
  list(folder: string): readonly string[];
}

/** A program's path, or one sentence that says what to install. */
export type Found = { readonly path: string } | { readonly problem: string };

/**
 * A Chromium or Chrome: `WIRESTEP_BROWSER`, an installed one, Playwright's own, in this order.
 */
export function findBrowser(machine: Machine = thisMachine): Found {
  return find(
    machine,
    'WIRESTEP_BROWSER',
    () => [...installedBrowsers(machine), ...playwrightBrowsers(machine)],
    'No browser was found: install Chromium or Chrome (Debian: apt-get install chromium), or put the path of one into WIRESTEP_BROWSER.',
  );
}

/** A Python 3: `WIRESTEP_PYTHON`, or the one on the path. */
export function findPython(machine: Machine = thisMachine): Found {
  const names = machine.platform === 'win32' ? ['python3.exe', 'python.exe'] : ['python3'];
  return find(
    machine,
    'WIRESTEP_PYTHON',
    () => onPath(machine, names),
    'No python3 was found: install Python 3 (Debian: apt-get install python3), or put the path of one into WIRESTEP_PYTHON.',
  );
}

function find(
  machine: Machine,
  variable: string,
  candidates: () => readonly string[],
  problem: string,
): Found {
  const named = machine.env[variable];
  if (named !== undefined && named !== '') {
    if (machine.isProgram(named)) return { path: named };
    return { problem: `${variable} says ${named}, where there is no program to run.` };
  }
  const path = candidates().find((each) => machine.isProgram(each));
  return path === undefined ? { problem } : { path };
}

function installedBrowsers(machine: Machine): readonly string[] {
  const { env, home } = machine;
  switch (machine.platform) {
    case 'win32':
      return [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].flatMap(
        (folder) =>
          folder === undefined
            ? []
            : [
                `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
                `${folder}\\Chromium\\Application\\chrome.exe`,
              ],
      );
    case 'darwin':
      return ['/Applications', `${home}/Applications`].flatMap((folder) => [
        `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      ]);
    default:
      // The program itself before Debian's wrapper script, which prints a warning of its own.
      return [
        '/usr/lib/chromium/chromium',
        ...onPath(machine, [
          'chromium',
          'chromium-browser',
          'google-chrome-stable',
          'google-chrome',
          'chrome',
        ]),
      ];
  }
}

/** Where Playwright's installer puts its Chromium, the newest first. */
function playwrightBrowsers(machine: Machine): readonly string[] {
  const [folder, programs] = PLAYWRIGHT[machine.platform] ?? PLAYWRIGHT['linux']!;
  const base = machine.env['PLAYWRIGHT_BROWSERS_PATH'] ?? `${machine.home}/${folder}`;
  const number = (name: string) => Number(name.slice('chromium-'.length));
  return machine
    .list(base)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => number(b) - number(a))
    .flatMap((name) => programs.map((program) => `${base}/${name}/${program}`));
}

const PLAYWRIGHT: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  linux: ['.cache/ms-playwright', ['chrome-linux64/chrome', 'chrome-linux/chrome']],
  darwin: [
    'Library/Caches/ms-playwright',
    ['chrome-mac-arm64', 'chrome-mac-x64', 'chrome-mac'].flatMap((folder) => [
      `${folder}/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing`,
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
    ]),
  ],
  win32: ['AppData/Local/ms-playwright', ['chrome-win64/chrome.exe', 'chrome-win/chrome.exe']],
};

function onPath(machine: Machine, names: readonly string[]): readonly string[] {
  const folders = (machine.env['PATH'] ?? '')
    .split(machine.delimiter)
    .filter((each) => each !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** The machine this runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  delimiter,
  isProgram: (path) => succeeds(() => isRunnableFile(path)) ?? false,
  list: (folder) => succeeds(() => readdirSync(folder)) ?? [],
};

function isRunnableFile(path: string): boolean {
  accessSync(path, constants.X_OK);
  return statSync(path).isFile();
}

/** The value, or undefined where the file system refuses: absent and unreadable are the same here. */
function succeeds<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
