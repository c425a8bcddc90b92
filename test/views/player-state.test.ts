import { describe, expect, test } from 'vitest';
import { extendTrace, parseTrace } from '../../src/trace/parse.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { formatLink, parseLink } from '../../src/replay/link.ts';
import { connected, oneMessage } from '../support/conversation.ts';

const RECORDING = { page: 'recording', id: 'a' } as const;

/** A player of a conversation, and the same grown by one marker. */
function growing() {
  const talk = connected();
  const before = parseTrace(talk.bytes());
  const size = talk.bytes().length;
  talk.add('marker', { text: 'here' });
  const after = extendTrace(before, talk.bytes().slice(size));
  return { player: new PlayerState(before.trace, undefined, undefined), after: after.trace };
}

describe('a live recording that has grown', () => {
  test('keeps who was at its end at its end', () => {
    const { player, after } = growing();
    player.replay.last();
    player.grow(after);
    expect(player.replay.rank).toBe(player.replay.count);
  });

  test('leaves who looked at an earlier event there', () => {
    const { player, after } = growing();
    const { position } = player.replay;
    player.grow(after);
    expect(player.replay.position).toBe(position);
  });

  test('brings its new markers: play stops there too', () => {
    const { player, after } = growing();
    expect(player.replay.stopsAt).toEqual([]);
    player.grow(after);
    expect(player.replay.stopsAt).toHaveLength(1);
  });
});

describe('a link', () => {
  test('brings back everything that was looked at', () => {
    const { trace } = parseTrace(oneMessage().bytes());
    const player = new PlayerState(trace, undefined, undefined);
    const { replay } = player;
    replay.seek(30);
    replay.thread = 3;
    replay.onlyThread = true;
    replay.connection = 1;
    replay.unit = 'call';
    replay.breakpoints = ['short-recv', 'died'];
    player.view = 'bytes';
    player.scale = 'time';
    player.zoom = { from: 10, to: 2000 };
    player.future = true;
    player.language = 'typescript';
    player.panel = 'thread';
    player.byte = { way: 'up', offset: 12 };
    player.pins = [3, 1];
    player.listed = { thread: 3, connection: 1, kinds: ['recv'] };
    player.find = '0d 0a & more';
    const link = parseLink(formatLink({ ...RECORDING, ...player.look }));
    const again = new PlayerState(trace, undefined, link);
    expect(again.look).toEqual(player.look);
    expect(again.replay.position).toBe(30);
  });

  test('without a look brings back the beginning, whatever was looked at before', () => {
    const { trace } = parseTrace(oneMessage().bytes());
    const player = new PlayerState(trace, undefined, undefined);
    const fresh = player.look;
    player.scale = 'time';
    player.find = 'x';
    player.replay.breakpoints = ['died'];
    player.goTo({ ...RECORDING, seq: fresh.seq });
    expect(player.look).toEqual(fresh);
  });
});

test('a thread that is selected again is let go, and with it what was only about it', () => {
  const { trace } = parseTrace(oneMessage().bytes());
  const player = new PlayerState(trace, undefined, undefined);
  player.select(3);
  player.stayWithThread(true);
  expect(player.focus).toBe(3);
  player.select(3);
  expect(player.replay.thread).toBeUndefined();
  expect(player.replay.onlyThread).toBe(false);
});
