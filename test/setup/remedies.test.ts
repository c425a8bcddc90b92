import { expect, test } from 'vitest';
import { remedies } from './remedies.ts';

const debian = { platform: 'linux', isRoot: true, hasApt: true, distribution: 'debian' };
const lines = (tool: 'browser' | 'python', machine = debian) =>
  remedies(tool, machine).map((remedy) => remedy.join(' '));

test('Debian as root: apt-get, with a fresh list where the old one fails, then Playwright', () => {
  expect(lines('browser')).toEqual([
    'apt-get install -y --no-install-recommends chromium',
    'apt-get update',
    'apt-get install -y --no-install-recommends chromium',
    'node node_modules/playwright/cli.js install --with-deps chromium',
  ]);
});

test('Ubuntu: its chromium package is a stub, so Playwright’s own browser', () => {
  expect(lines('browser', { ...debian, distribution: 'ubuntu' })).toEqual([
    'node node_modules/playwright/cli.js install --with-deps chromium',
  ]);
});

test('elsewhere, and without root: Playwright’s installer, which needs no rights', () => {
  const user = ['node node_modules/playwright/cli.js install chromium'];
  expect(lines('browser', { ...debian, isRoot: false })).toEqual(user);
  expect(lines('browser', { ...debian, platform: 'darwin', isRoot: true, hasApt: false })).toEqual(
    user,
  );
});

test('Python comes from apt-get as root, else only from the person', () => {
  expect(lines('python')).toContain('apt-get install -y --no-install-recommends python3');
  expect(lines('python', { ...debian, isRoot: false })).toEqual([]);
});
