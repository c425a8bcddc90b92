import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { openFile } from '../../src/sources/recording.svelte.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { Ladder, pcap, shortTalk } from '../import/capture-builder.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';

beforeEach(() => page.viewport(1440, 900));

const web = new Ladder({ server: ['10.0.0.9', 80] }).shake();
const CAPTURE = pcap([...shortTalk().packets, ...web.packets]);
const fileOf = (bytes: Uint8Array) => new File([new Uint8Array(bytes)], 'run.pcap');

async function show() {
  const { parsed } = await openFile(fileOf(CAPTURE));
  const player = new PlayerState(parsed.trace, undefined, undefined);
  const screen = await render(Player, { player, parsed, dropped: true, highlighted: [] });
  return { player, screen };
}

test('a capture that is dropped opens, off the page’s own thread, and tells how far it is', async () => {
  const told: string[] = [];
  const recording = await openFile(fileOf(CAPTURE), {
    onprogress: ({ doing }) => told.push(doing),
  });
  expect(recording.dropped).toBe(true);
  expect(recording.parsed.trace.header.imported?.from).toBe('capture');
  expect(told).toContain('reading');
});

test('what is no recording is refused with the one error, from the worker too', async () => {
  const refused: unknown = await openFile(fileOf(Uint8Array.of(71, 73, 70, 56, 57, 97))).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(ImportError);
  expect((refused as ImportError).reason).toContain('"GIF89a"');
});

test('an opening can be given up', async () => {
  const giving = new AbortController();
  const opening = openFile(fileOf(CAPTURE), { signal: giving.signal });
  giving.abort(new Error('given up'));
  await expect(opening).rejects.toThrow('given up');
});

test('every view says what it has of a capture, and what was not recorded', async () => {
  const { player, screen } = await show();
  player.replay.last();
  const lanes = screen.getByRole('region', { name: 'Threads and calls' });
  await expect.element(lanes).toHaveTextContent(/calls and threads not recorded/);
  await expect.element(lanes.getByRole('button', { name: 'sent 64' })).toBeVisible();
  const calls = screen.getByRole('region', { name: 'Calls', exact: true });
  await expect.element(calls).toHaveTextContent(/Sent so far/);
  await expect.element(calls).toHaveTextContent(/A capture has no calls/);
  await expect
    .element(screen.getByRole('region', { name: 'Source' }))
    .toHaveTextContent(/Not recorded: a capture holds no source/);
  await expect
    .element(screen.getByRole('region', { name: 'Terminals' }))
    .toHaveTextContent(/Not recorded: a capture holds no terminals/);
  const bytes = screen.getByRole('region', { name: 'Bytes' });
  await expect.element(bytes).toHaveTextContent(/sent, recv not recorded/);
  const about = screen.getByRole('region', { name: 'Recording' });
  await expect.element(about).toHaveTextContent(/a capture of packets/);
  await expect.element(about).toHaveTextContent(/Left out: 10\.0\.0\.1:40000 to 10\.0\.0\.9:80/);
  expect(about.getByRole('button', { name: /Practise/ }).elements()).toEqual([]);
});

test('of a stand-in the inspector says that nobody recorded the thread', async () => {
  const { player, screen } = await show();
  player.replay.last();
  await userEvent.click(screen.getByRole('button', { name: 'Thread', exact: true }));
  await expect
    .element(screen.getByRole('region', { name: 'Thread', exact: true }))
    .toHaveTextContent(/Not recorded: a capture knows no threads/);
});

test('a capture on the screen passes axe', async () => {
  const { screen } = await show();
  await expect.element(screen.getByRole('region', { name: 'Calls', exact: true })).toBeVisible();
  expect((await axe.run(screen.container)).violations.map(({ id }) => id)).toEqual([]);
});
