import { beforeEach, expect, test } from 'vitest';
import { predicateOf } from '../../src/analysis/find.ts';
import type { Predicate } from '../../src/analysis/find.ts';
import { callListOf } from '../../src/views/calls/call-list.svelte.ts';
import { toggleBreakpoint } from '../../src/views/calls/breakpoints.ts';
import { askSearch, jump, jumpAgain } from '../../src/views/calls/jumps.ts';
import { choicesOf } from '../../src/views/calls/choices.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { oneMessage } from '../support/conversation.ts';
import { read } from './at.ts';

const { trace } = read(oneMessage());
const of = (id: string): Predicate => predicateOf(id) as Predicate;
let player: PlayerState;
beforeEach(() => {
  player = new PlayerState(trace, undefined, undefined);
});

test('a jump goes to the next match and back to the one before', () => {
  expect(jump(player, of('waited-recv'), 1)).toBe(true);
  const first = player.replay.position;
  expect(trace.kindAt(first)).toBe('recv.ret');
  expect(jump(player, of('waited-recv'), 1)).toBe(true);
  expect(jump(player, of('waited-recv'), -1)).toBe(true);
  expect(player.replay.position).toBe(first);
});

test('a jump that leads nowhere leaves the playhead and says so', () => {
  const { position } = player.replay;
  expect(jump(player, of('died'), 1)).toBe(false);
  expect(player.replay.position).toBe(position);
  expect(callListOf(player).notice).toBe('No later thread that died.');
  jump(player, of('output'), 1);
  expect(callListOf(player).notice).toBe('');
});

test('in one thread only a jump stays with it', () => {
  player.replay.thread = 2;
  player.replay.onlyThread = true;
  jump(player, of('output'), 1);
  expect(player.replay.event).toMatchObject({ thread: 2, text: 'Msg received\n' });
});

test('"again" repeats the last jump where nothing is searched for', async () => {
  expect(await jumpAgain(player, 1)).toBe(false);
  jump(player, of('output'), 1);
  const first = player.replay.position;
  expect(await jumpAgain(player, 1)).toBe(true);
  expect(player.replay.position).toBeGreaterThan(first);
  expect(await jumpAgain(player, -1)).toBe(true);
  expect(player.replay.position).toBe(first);
});

test('with a search "again" goes to its matches, those after the playhead too', async () => {
  player.find = '48 65 6c';
  expect(await jumpAgain(player, 1)).toBe(true);
  expect(player.replay.event).toMatchObject({ kind: 'send', len: 12 });
  expect(await jumpAgain(player, 1)).toBe(true);
  expect(player.replay.event).toMatchObject({ kind: 'recv.ret', n: 12 });
  expect(await jumpAgain(player, 1)).toBe(false);
  expect(callListOf(player).notice).toBe('No later match.');
  expect(await jumpAgain(player, -1)).toBe(true);
  expect(player.replay.event).toMatchObject({ kind: 'send', len: 12 });
});

test('the list holds what has happened, and all with the future shown', async () => {
  const list = callListOf(player);
  expect(list.count).toBe(0);
  player.future = true;
  expect(list.count).toBe(list.rows.from.length);
  player.future = false;
  player.replay.last();
  const all = list.count;
  list.toggleKind('send');
  expect(list.count).toBe(3);
  list.toggleKind('send');
  expect(list.count).toBe(all);
});

test('a match that will only be seen at a return is not listed at its call', async () => {
  player.find = 'Hello';
  await jumpAgain(player, 1);
  const list = callListOf(player);
  const asks = trace.ofKind('recv').at(-1) as number;
  player.replay.seek(asks);
  expect(list.happened).toBe(1);
  player.replay.seek(trace.ofKind('recv.ret')[1] as number);
  expect(list.happened).toBe(2);
});

test('a player has one list', () => {
  expect(callListOf(player)).toBe(callListOf(player));
});

test('breakpoints are put and taken away; unknown ones are not put', () => {
  toggleBreakpoint(player, 'failed');
  toggleBreakpoint(player, 'nothing');
  expect(player.replay.breakpoints).toEqual(['failed']);
  toggleBreakpoint(player, 'failed');
  expect(player.replay.breakpoints).toEqual([]);
});

test('to ask for the search brings the calls to the front', () => {
  askSearch(player);
  expect(player.view).toBe('calls');
  expect(callListOf(player).wanted).toBe(true);
});

test('threads and connections to choose from are those there are at the playhead', () => {
  expect(choicesOf(player, {}).connections).toEqual([]);
  player.replay.last();
  const { threads, connections } = choicesOf(player, {});
  expect(threads.map(({ name }) => name)).toContain('T1 Thread-1 (handle_client)');
  expect(connections).toEqual([{ id: 1, name: '1: 127.0.0.1:58994' }]);
});
