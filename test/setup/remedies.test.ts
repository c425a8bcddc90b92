import { expect, test } from 'vitest';
import { browserRemedies, packageRemedies, type Remedy } from './remedies.ts';

const debian = { platform: 'linux', isRoot: true, hasApt: true, distribution: 'debian' };
const lines = (remedies: readonly Remedy[]) => remedies.map((remedy) => remedy.join(' '));
const browser = (machine = debian) => lines(browserRemedies(machine));

test('Debian as root: apt-get, with a fresh list where the old one fails, then Playwright', () => {
  expect(browser()).toEqual([
    'apt-get install -y --no-install-recommends chromium',
    'apt-get update',
    'apt-get install -y --no-install-recommends chromium',
    'node node_modules/playwright/cli.js install --with-deps chromium',
  ]);
});

test('Ubuntu: its chromium package is a stub, so Playwright’s own browser', () => {
  expect(browser({ ...debian, distribution: 'ubuntu' })).toEqual([
    'node node_modules/playwright/cli.js install --with-deps chromium',
  ]);
});

test('elsewhere, and without root: Playwright’s installer, which needs no rights', () => {
  const user = ['node node_modules/playwright/cli.js install chromium'];
  expect(browser({ ...debian, isRoot: false })).toEqual(user);
  expect(browser({ ...debian, platform: 'darwin', isRoot: true, hasApt: false })).toEqual(user);
});

test('packages come all at once from apt-get as root, else only from the person', () => {
  const names = ['tshark', 'xxd'];
  expect(lines(packageRemedies(names, debian))).toEqual([
    'apt-get install -y --no-install-recommends tshark xxd',
    'apt-get update',
    'apt-get install -y --no-install-recommends tshark xxd',
  ]);
  expect(packageRemedies(names, { ...debian, isRoot: false })).toEqual([]);
  expect(packageRemedies(names, { ...debian, hasApt: false })).toEqual([]);
});
