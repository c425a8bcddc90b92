import axe from 'axe-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Bytes from '../../src/views/bytes/Bytes.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/base.css';
import '../../src/views/style/tokens.css';
import type { Conversation } from '../support/conversation.ts';
import { connected, oneMessage } from '../support/conversation.ts';

const CLIENT = { p: 2, th: 2, s: 2, fd: 22 };
const SERVER = { p: 1, th: 3, s: 3, fd: 24 };

/** A conversation whose client sends a header and a payload; taken where `taken`. */
function sending(header: string, payload: string | Uint8Array, taken = true): Conversation {
  const talk = connected();
  const bytes = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const chunk = typeof payload === 'string' ? { u: payload } : { b: base64(bytes) };
  talk.add('send', { ...CLIENT, len: 64, off: 0, u: header.padEnd(64) });
  talk.add('send', { ...CLIENT, len: bytes.length, off: 64, ...chunk });
  if (!taken) return talk;
  const max = { n: 64, off: 0, queued: bytes.length, u: header.padEnd(64) };
  talk.add('recv.ret', { ...SERVER, re: 25, ...max });
  if (!/^\d+$/.test(header)) return talk;
  const asks = talk.add('recv', { ...SERVER, max: Number(header), queued: bytes.length });
  talk.add('recv.ret', { ...SERVER, re: asks, n: bytes.length, off: 64, queued: 0, ...chunk });
  return talk;
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

async function open(talk: Conversation, seq?: number): Promise<PlayerState> {
  await page.viewport(1440, 900);
  const player = new PlayerState(parseTrace(talk.bytes(), OWN).trace, undefined, undefined);
  if (seq === undefined) player.replay.last();
  else player.replay.seekSeq(seq);
  await render(Bytes, { player });
  return player;
}

const view = () => page.getByRole('region', { name: 'Bytes' });
const byte = (offset: number) =>
  page.getByRole('button', { name: new RegExp(`^Byte ${offset}:(?!.*reply)`) });
const inspector = () => page.getByRole('group', { name: 'Byte', exact: true });
const cells = () => document.querySelectorAll('[data-offset]').length;

async function violations(): Promise<readonly string[]> {
  const { violations } = await axe.run(view().element());
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('a payload of 10 MB', () => {
  const size = 10_000_000;
  let player: PlayerState;
  const text = 'The quick brown fox é '.repeat(Math.ceil(size / 23)).slice(0, size - 434_783);
  const length = new TextEncoder().encode(text).length;

  beforeAll(async () => {
    player = await open(sending(String(length), text));
  });

  test('has no more cells in the page than are in sight', () => {
    expect(length).toBeGreaterThan(9_900_000);
    expect(cells()).toBeLessThan(64 + 6 * 32);
  });

  test('End leads to its last byte, Home back to its first, and the focus goes along', async () => {
    await open(sending(String(length), text));
    await byte(64).click();
    await userEvent.keyboard('{End}');
    await expect.element(byte(64 + length - 1)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowUp}{PageUp}');
    expect(document.activeElement?.getAttribute('data-offset')).not.toBeNull();
    await userEvent.keyboard('{Home}');
    await expect.element(byte(64)).toHaveFocus();
    expect(cells()).toBeLessThan(64 + 6 * 32);
  });

  test('the focus stays at its byte when it is scrolled out of sight', async () => {
    await open(sending(String(length), text));
    await byte(64).click();
    const payload = page.getByRole('toolbar', { name: 'Payload' }).element();
    payload.scrollTop = 1_000_000;
    await expect.element(byte(66)).not.toBeInTheDocument();
    await expect.element(byte(64)).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(byte(65)).toHaveFocus();
    expect(payload.scrollTop).toBe(0);
  });

  test('a byte is gone to by its offset, decimal or hexadecimal', async () => {
    player = await open(sending(String(length), text));
    const field = page.getByRole('textbox', { name: 'Go to offset' });
    await field.fill('0x7a1200');
    await userEvent.keyboard('{Enter}');
    await expect.element(byte(8_000_000)).toBeVisible();
    expect(player.byte).toEqual({ way: 'up', offset: 8_000_000 });
  });
});

describe('a byte', () => {
  test('is told on hover and on focus: value, meaning, send and recv', async () => {
    await open(oneMessage());
    await byte(0).hover();
    await expect.element(inspector()).toHaveTextContent(/byte 0 49 = 0x31/);
    await expect.element(inspector()).toHaveTextContent(/a digit of the payload’s length/);
    await expect.element(inspector()).toHaveTextContent(/left in send #26/);
    await expect.element(inspector()).toHaveTextContent(/taken by recv #25/);
  });

  test('Enter follows it, the arrows move, Escape lets it go', async () => {
    const player = await open(oneMessage());
    await byte(64).click();
    expect(player.byte).toEqual({ way: 'up', offset: 64 });
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(player.byte).toEqual({ way: 'up', offset: 65 });
    await expect.element(byte(65)).toHaveAttribute('aria-current', 'true');
    await userEvent.keyboard('{Escape}');
    expect(player.byte).toBeUndefined();
  });

  test('is followed to its send and to its recv, which the playhead then is at', async () => {
    const player = await open(oneMessage());
    await byte(64).click();
    await page.getByRole('button', { name: 'to its send' }).click();
    expect(player.replay.event).toMatchObject({ kind: 'send', offset: 64 });
    await expect.element(inspector()).toHaveTextContent(/in the sender’s kernel|not taken yet/);
    await page.getByRole('button', { name: 'to its recv' }).click();
    expect(player.replay.event).toMatchObject({ kind: 'recv.ret', offset: 64 });
    expect(player.byte).toEqual({ way: 'up', offset: 64 });
  });

  test('an event’s number leads there', async () => {
    const player = await open(oneMessage());
    await byte(64).click();
    await page.getByRole('button', { name: 'send #28', exact: true }).click();
    expect(player.replay.event?.seq).toBe(28);
  });
});

describe('characters', () => {
  test('one of several bytes is bracketed, with its code point and its name', async () => {
    await open(sending('6', 'Hi é!'));
    expect(byte(67).element().className).toContain('first');
    expect(byte(68).element().className).toContain('last');
    await byte(68).click();
    await expect
      .element(inspector())
      .toHaveTextContent(/U\+00E9 LATIN SMALL LETTER E WITH ACUTE, byte 2 of 2/);
  });

  test('an invalid byte is marked with Python’s reason and a plain sentence', async () => {
    await open(sending('3', Uint8Array.of(0x41, 0xff, 0xfe)));
    expect(byte(65).element().className).toContain('bad');
    await byte(65).click();
    await expect
      .element(inspector())
      .toHaveTextContent(/invalid start byte: No character begins with 0xff/);
  });

  test('a control character is a symbol, and does nothing', async () => {
    await open(sending('5', Uint8Array.of(0x1b, 0x5b, 0x33, 0x07, 0x41)));
    expect(byte(64).element().textContent).toMatch(/^(␛|\^\[)\s*$/);
    await byte(67).click();
    await expect.element(inspector()).toHaveTextContent(/U\+0007 ALERT/);
  });
});

describe('a malformed header', () => {
  test('is explained, its culprit marked, and what is behind it is nobody’s', async () => {
    await open(sending('twelve', 'Hello World!'));
    await expect
      .element(view())
      .toHaveTextContent(/int\(\) is given 'twelve' \+ 58 spaces: byte 0, t, has no place/);
    await expect.element(view()).not.toHaveTextContent(/ValueError/);
    expect(byte(0).element().className).toContain('bad');
    expect(byte(1).element().className).not.toContain('bad');
    await expect.element(view()).toHaveTextContent(/nobody can tell what these are/);
    await byte(64).click();
    await expect.element(inspector()).toHaveTextContent(/nobody can tell what it is/);
  });

  test('ends the thread, and that is told once it has', async () => {
    const talk = sending('twelve', 'Hello World!');
    const died = { name: 'ValueError', message: 'invalid literal', f: 1, l: 9 };
    talk.add('exc', { p: 1, th: 3, fn: 'handle_client', ...died });
    await open(talk);
    await expect.element(view()).toHaveTextContent(/ValueError, and that ends the thread/);
  });
});

describe('a reply', () => {
  test('that coalesced shows where each send begins', async () => {
    const talk = oneMessage();
    const again = { ...SERVER, len: 12, u: 'Msg received' };
    talk.add('send', { ...again, off: 12 });
    talk.add('send', { ...again, off: 24 });
    const asks = talk.add('recv', { ...CLIENT, max: 2048, queued: 24 });
    const both = { n: 24, off: 12, queued: 0, u: 'Msg receivedMsg received' };
    talk.add('recv.ret', { ...CLIENT, re: asks, ...both });
    await open(talk);
    await expect.element(view()).toHaveTextContent(/unframed · 24 bytes · recv #\d+ · 2 sends/);
    const reply = page.getByRole('toolbar', { name: 'Reply' }).element();
    const begins = [...reply.querySelectorAll('.begins-send')];
    expect(begins.map((cell) => cell.getAttribute('data-offset'))).toEqual(['24']);
  });
});

describe('a reply with a header', () => {
  const REPLY = '12'.padEnd(64) + 'Msg received';

  async function answered(): Promise<PlayerState> {
    const talk = connected();
    talk.add('prog.start', { ...PROGRAM, framed_replies: true });
    talk.add('send', { ...SERVER, len: 76, off: 0, u: REPLY });
    const asks = talk.add('recv', { ...CLIENT, max: 64, queued: 76 });
    const head = { n: 64, off: 0, queued: 12, u: REPLY.slice(0, 64) };
    talk.add('recv.ret', { ...CLIENT, re: asks, ...head });
    return open(talk);
  }
  const PROGRAM = { p: 1, name: 'server', role: 'server', argv: [] };
  const grid = (name: string) => page.getByRole('toolbar', { name, exact: true });

  test('is drawn as header and payload, the padding as one mark that opens', async () => {
    await answered();
    expect(grid('Reply header').element().querySelectorAll('.digits')).toHaveLength(2);
    expect(grid('Reply header').element().querySelectorAll('.padding')).toHaveLength(0);
    expect(grid('Reply').element().querySelectorAll('.payload')).toHaveLength(12);
    await expect.element(view()).not.toHaveTextContent(/unframed/);
    await page.getByRole('button', { name: 'show the reply’s padding' }).click();
    expect(grid('Reply header').element().querySelectorAll('.padding')).toHaveLength(62);
    expect(await violations()).toEqual([]);
  });

  test('tells of each of its bytes whose they are', async () => {
    await answered();
    await grid('Reply').element().querySelector<HTMLElement>('[data-offset="64"]')?.click();
    await expect.element(inspector()).toHaveTextContent(/byte 0 of 12 in the reply’s payload/);
  });
});

describe('queues', () => {
  const rows = () =>
    [...view().element().querySelectorAll('tbody tr:first-child')].map((row) =>
      (row.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
    );

  test('fill on send and drain on recv', async () => {
    const player = await open(oneMessage(), 26);
    expect(rows()[0]).toMatch(/^to server 64 0 0 at #25.*≤ 64$/);
    player.replay.seekSeq(29);
    await expect.poll(() => rows()[0]).toMatch(/^to server 76 64 0 12$/);
    player.replay.last();
    await expect.poll(() => rows()[0]).toMatch(/^to server 76 76 0 at #\d+ 0$/);
  });

  test('the event that measured is a way there', async () => {
    const player = await open(oneMessage(), 26);
    await page.getByRole('button', { name: '#25', exact: true }).click();
    expect(player.replay.event?.seq).toBe(25);
  });

  test('say "not measured" where nobody did', async () => {
    await open(oneMessage(), 24);
    expect(rows()[0]).toMatch(/not measured/);
  });

  test('a segment lights its bytes, and is a way to them', async () => {
    const player = await open(oneMessage(), 28);
    const segment = page.getByRole('button', { name: /^12 bytes of a payload, 64 to 75/ });
    await segment.hover();
    expect(byte(64).element().className).toContain('lit');
    expect(byte(63).element().className).not.toContain('lit');
    await segment.click();
    expect(player.byte).toEqual({ way: 'up', offset: 64 });
    expect(segment.element().querySelector('.here')).not.toBeNull();
  });
});

describe('padding', () => {
  test('is folded to one mark by hand, and unfolded for a byte in it', async () => {
    const player = await open(oneMessage());
    await page.getByRole('button', { name: 'fold the padding' }).click();
    await expect.element(byte(2)).not.toBeInTheDocument();
    expect(await violations()).toEqual([]);
    await byte(1).click();
    await userEvent.keyboard('{Tab}');
    await expect.element(page.getByRole('button', { name: /· × 62/ })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(byte(2)).toBeVisible();
    await page.getByRole('button', { name: 'fold the padding' }).click();
    player.byte = { way: 'up', offset: 40 };
    await expect.element(byte(40)).toBeVisible();
  });
});

describe('many messages', () => {
  const talk = connected();
  for (let n = 0; n < 30; n++) {
    talk.add('send', { ...CLIENT, len: 64, off: n * 66, u: '2'.padEnd(64) });
    talk.add('send', { ...CLIENT, len: 2, off: n * 66 + 64, u: 'Hi' });
  }

  test('are paged, and one is gone to by its number', async () => {
    await open(talk);
    await expect.element(byte(0)).toBeVisible();
    const field = page.getByRole('textbox', { name: 'Go to message' });
    await field.fill('30');
    await userEvent.keyboard('{Enter}');
    await expect.element(byte(29 * 66)).toBeVisible();
    await page.getByRole('button', { name: 'Earlier message' }).click();
    await expect.element(byte(28 * 66)).toBeVisible();
    await expect.element(field).toHaveValue('29');
  });
});

describe('several connections', () => {
  const talk = oneMessage();
  talk.add('accept.ret', {
    ...{ p: 1, th: 1, s: 1, re: 21, s2: 9, fd: 26 },
    ...{ peer: ['127.0.0.1', 60001], local: ['127.0.0.1', 5050] },
  });
  const asks = talk.add('recv', { p: 1, th: 1, s: 9, fd: 26, max: 64 });
  const took = { n: 64, off: 0, u: '7'.padEnd(64) };
  talk.add('recv.ret', { p: 1, th: 1, s: 9, fd: 26, re: asks, ...took });

  test('one is chosen and followed, and let go again', async () => {
    const player = await open(talk);
    const choice = page.getByRole('combobox', { name: 'Connection' });
    await expect.element(choice).toHaveValue('2');
    expect(player.replay.connection).toBeUndefined();
    await choice.selectOptions('connection 1 · 127.0.0.1:58994');
    expect(player.replay.connection).toBe(1);
    await expect.element(view()).toHaveTextContent(/12 bytes · taken by recv/);
    await page.getByRole('checkbox', { name: 'follow this connection' }).click();
    expect(player.replay.connection).toBeUndefined();
  });

  test('a followed one that has not begun says so', async () => {
    const player = await open(talk, 26);
    player.replay.connection = 2;
    await expect.element(view()).toHaveTextContent('Connection 2 has not begun yet.');
  });
});

describe('what a person with a screen reader meets', () => {
  test.each([
    ['a message and its reply', () => oneMessage()],
    ['a malformed header', () => sending('twelve', 'Hello World!')],
    ['invalid bytes', () => sending('3', Uint8Array.of(0x41, 0xff, 0xfe))],
  ])('has nothing that axe objects to: %s', async (_, talk) => {
    await open(talk());
    await byte(0).click();
    expect(await violations()).toEqual([]);
  });
});

test('a key that finds no further byte leaves the focus to whatever has it next', async () => {
  const player = await open(sending('12', 'Hello World!'), 26);
  await byte(0).click();
  await userEvent.keyboard('{ArrowUp}');
  const other = document.body.appendChild(document.createElement('button'));
  other.focus();
  player.replay.last();
  await expect.element(byte(0)).toHaveAttribute('aria-label', expect.stringContaining('taken by'));
  expect(document.activeElement).toBe(other);
  other.remove();
});

test('on a narrow screen header and payload have fewer columns, and nothing is cut off', async () => {
  await open(oneMessage());
  await page.viewport(390, 844);
  await expect.poll(() => view().element().scrollWidth).toBeLessThanOrEqual(390);
  const header = page.getByRole('toolbar', { name: 'Header' }).element();
  const tops = new Set([...header.querySelectorAll('button')].map((cell) => cell.offsetTop));
  expect(tops.size).toBe(1);
  await page.getByRole('button', { name: /· × 62/ }).click();
  const all = new Set([...header.querySelectorAll('button')].map((cell) => cell.offsetTop));
  expect(all.size).toBe(8);
});
