import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Home from '../../src/views/home/Home.svelte';
import Recordings from '../../src/views/home/Recordings.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { entry } from '../support/lesson.ts';

const lesson = entry();
const row = {
  id: 'a'.repeat(22),
  title: 'Mine',
  bytes: 900,
  started: '',
  live: false,
  ended: true,
};
const version = '0.1.0';

test('a lesson starts with one click', async () => {
  const status = Promise.resolve({ version, unavailable: 'koffi cannot load.' });
  await render(Home, { lessons: Promise.resolve([lesson]), status });
  const link = page.getByRole('link', { name: /Start lesson 1/ });
  await expect.element(link).toHaveAttribute('href', '#/lesson/01-a');
  await expect.element(page.getByText('koffi cannot load.')).toBeVisible();
});

test('a missing list of lessons says why', async () => {
  const lessons = Promise.reject(new Error('wirestep does not answer.'));
  await render(Home, { lessons, status: Promise.resolve({ version }) });
  await expect.element(page.getByRole('alert')).toHaveTextContent('wirestep does not answer.');
});

test('no recordings yet: says how to make one', async () => {
  await render(Recordings, { rows: [] });
  await expect.element(page.getByText(/None yet/)).toBeVisible();
});

test('a static copy without recordings promises none', async () => {
  await render(Recordings, { rows: [], fixed: true });
  await expect.element(page.getByText('This copy holds no recordings')).toBeVisible();
  await expect.element(page.getByText(/None yet/)).not.toBeInTheDocument();
});

test('a live recording is marked, one that cannot be opened is no link', async () => {
  const rows = [
    { ...row, live: true },
    { ...row, id: 'b'.repeat(22), title: 'Broken', problem: 'No header.' },
  ];
  await render(Recordings, { rows });
  await expect.element(page.getByRole('link', { name: /Mine live/ })).toBeVisible();
  await expect.element(page.getByRole('link', { name: /Broken/ })).not.toBeInTheDocument();
});

test('titles are text, whatever they hold', async () => {
  await render(Recordings, { rows: [{ ...row, title: '<img src=x onerror=alert(1)>\u202e' }] });
  await expect.element(page.getByText('<img src=x onerror=alert(1)>‹U+202E›')).toBeVisible();
});
