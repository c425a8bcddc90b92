import axe from 'axe-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Bytes from '../../src/views/bytes/Bytes.svelte';
import Calls from '../../src/views/calls/Calls.svelte';
import { copyActions } from '../../src/views/copy/copy-actions.ts';
import { selectedBytes } from '../../src/views/copy/copy-bytes.ts';
import { copied } from '../../src/views/copy/copied.svelte.ts';
import CopyByHand from '../../src/views/copy/CopyByHand.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/base.css';
import '../../src/views/style/tokens.css';
import { connected, oneMessage } from '../support/conversation.ts';
import type { Conversation } from '../support/conversation.ts';
import { lesson, step } from '../support/lesson.ts';

/** What was last copied; undefined: the page may not copy. */
let clipboard: string | undefined;
let allowed: boolean;

beforeEach(() => {
  clipboard = undefined;
  allowed = true;
  copied.last = undefined;
  copied.byHand = undefined;
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    if (!allowed) throw new DOMException('not allowed', 'NotAllowedError');
    clipboard = text;
  });
});

async function open(talk: Conversation = oneMessage(), seq?: number): Promise<PlayerState> {
  await page.viewport(1440, 900);
  const player = new PlayerState(parseTrace(talk.bytes(), OWN).trace, undefined, undefined);
  if (seq === undefined) player.replay.last();
  else player.replay.seekSeq(seq);
  return player;
}

const byte = (offset: number) =>
  page.getByRole('button', { name: new RegExp(`^Byte ${offset}:(?!.*reply)`) });
const bar = () => page.getByRole('group', { name: 'Selected bytes' });
const pick = (name: string | RegExp) => page.getByRole('button', { name });
const text = (bytes: ReturnType<typeof selectedBytes>) =>
  bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : bytes?.why;

async function violations(element: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(element);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe('bytes are selected', () => {
  test('with Shift and the arrows, to the end with Shift End; Escape lets them go', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(64).click();
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await expect.element(bar()).toHaveTextContent('3 bytes selected');
    expect(text(selectedBytes(player))).toBe('Hel');
    await expect.element(byte(66)).toHaveFocus();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    await expect.poll(() => text(selectedBytes(player))).toBe('He');
    await userEvent.keyboard('{Shift>}{End}{/Shift}');
    await expect.poll(() => text(selectedBytes(player))).toBe('Hello World!');
    await userEvent.keyboard('{Escape}');
    await expect.element(bar()).not.toBeInTheDocument();
    expect(selectedBytes(player)).toBeUndefined();
  });

  test('with Shift and a click, from the followed byte, also into the next field', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(0).click();
    await byte(68).click({ modifiers: ['Shift'] });
    await expect.element(bar()).toHaveTextContent('69 bytes selected');
    expect(text(selectedBytes(player))).toBe('12'.padEnd(64) + 'Hello');
    expect(byte(30).element().classList).toContain('marked');
    expect(player.byte).toBeUndefined();
  });

  test('by dragging, and a click follows a byte as before', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(64).dropTo(byte(69));
    await expect.poll(() => text(selectedBytes(player))).toBe('Hello ');
    await byte(66).click();
    expect(selectedBytes(player)).toBeUndefined();
    expect(player.byte).toEqual({ way: 'up', offset: 66 });
  });

  test('from a byte to the next one that is clicked, with no key and no dragging', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(70).click();
    await pick('select from here').click();
    await expect.element(bar()).toHaveTextContent('1 byte selected: click the last one');
    await byte(75).click();
    await expect.poll(() => text(selectedBytes(player))).toBe('World!');
    await pick('Clear the selection').click();
    await expect.element(bar()).not.toBeInTheDocument();
  });

  test('all of a field with Ctrl A', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(66).click();
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => text(selectedBytes(player))).toBe('Hello World!');
  });

  test('no further than they are known at the playhead', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(62).click();
    await byte(66).click({ modifiers: ['Shift'] });
    await expect.element(bar()).toHaveTextContent('5 bytes selected');
    player.replay.seekSeq(26);
    await expect.element(bar()).toHaveTextContent('2 bytes selected');
    expect(selectedBytes(player)).toHaveLength(2);
    player.replay.seekSeq(20);
    expect(selectedBytes(player)).toBeUndefined();
    await expect.element(bar()).not.toBeInTheDocument();
  });
});

describe('selected bytes are copied', () => {
  test.each([
    [/^hex/, '48 65 6c 6c 6f', '5 bytes as hex'],
    [/^Python bytes/, `b'Hello'`, '5 bytes as Python bytes'],
    [
      /^C array/,
      'const unsigned char bytes[5] = {\n  0x48, 0x65, 0x6c, 0x6c, 0x6f\n};\n',
      '5 bytes as C array',
    ],
    [/^text/, 'Hello', '5 bytes as text'],
    [/^base64/, 'SGVsbG8=', '5 bytes as base64'],
  ])('as %s', async (name, said, what) => {
    const player = await open();
    await render(Bytes, { player });
    await byte(64).click();
    await byte(68).click({ modifiers: ['Shift'] });
    await pick('Copy as').click();
    await pick(name).click();
    await expect.poll(() => copied.last?.words).toBe(`Copied ${what}`);
    expect(clipboard).toBe(said);
  });

  test('as hex with Ctrl C; the context menu’s key offers all', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(64).click();
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}{Control>}c{/Control}');
    await expect.poll(() => clipboard).toBe('48 65');
    byte(65)
      .element()
      .dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }));
    await expect.element(pick(/^hex/)).toHaveFocus();
    expect(text(selectedBytes(player))).toBe('He');
  });

  test('the menu on a byte outside the selection is about that byte', async () => {
    const player = await open();
    await render(Bytes, { player });
    await byte(64).click({ button: 'right' });
    await expect.element(bar()).toHaveTextContent('1 byte selected');
    await pick(/^text/).click();
    await expect.poll(() => clipboard).toBe('H');
  });

  test('as text only where they are one, and why not is said', async () => {
    const player = await open(withHalf());
    await render(Bytes, { player });
    await byte(65).click({ button: 'right' });
    await expect.element(pick(/^text/)).toBeDisabled();
    await expect.element(pick(/^text/)).toHaveTextContent('It is not UTF-8: byte 0 of it is 0xff');
  });

  test('not at all where some of them are not recorded, and how many is said', async () => {
    const talk = connected();
    const who = { p: 2, th: 2, s: 2, fd: 22 };
    talk.add('send', { ...who, len: 64, off: 0, u: '3'.padEnd(64) });
    talk.add('send', { ...who, len: 3, off: 64, u: 'a', cut: 2 });
    const player = await open(talk);
    await render(Bytes, { player });
    await byte(64).click();
    await byte(66).click({ modifiers: ['Shift'] });
    await pick('Copy as').click();
    await expect.element(pick(/^hex/)).toBeDisabled();
    await expect
      .element(pick(/^hex/))
      .toHaveTextContent('2 bytes of the selection are not recorded.');
    expect(copyActions(player).map(({ id }) => id)).not.toContain('copy-bytes-hex');
  });

  test('by hand, in a field where they are selected, where the page may not', async () => {
    allowed = false;
    const player = await open();
    await render(Bytes, { player });
    await byte(64).click();
    await userEvent.keyboard('{Control>}c{/Control}');
    expect(copied.byHand, 'nothing is selected').toBeUndefined();
    await userEvent.keyboard('{Control>}a{/Control}{Control>}c{/Control}');
    await expect.poll(() => copied.byHand?.what).toBe('12 bytes as hex');
    const given = { ...copied.byHand!, onclose: () => (copied.byHand = undefined) };
    await render(CopyByHand, given);
    const field = page.getByRole('textbox', { name: 'Text to copy' });
    await expect.element(field).toHaveFocus();
    expect(getSelection()?.toString()).toBe('48 65 6c 6c 6f 20 57 6f 72 6c 64 21');
    expect(await violations(page.getByRole('dialog').element())).toEqual([]);
    await pick('Close').click();
    expect(copied.byHand).toBeUndefined();
  });
});

/** A payload whose second byte is no UTF-8. */
function withHalf(): Conversation {
  const talk = connected();
  const who = { p: 2, th: 2, s: 2, fd: 22 };
  talk.add('send', { ...who, len: 64, off: 0, u: '3'.padEnd(64) });
  talk.add('send', { ...who, len: 3, off: 64, b: btoa('a\xffb') });
  return talk;
}

describe('a call is copied', () => {
  const row = (name: RegExp) => page.getByRole('listitem').getByRole('button', { name });

  test('as the Python line that makes it: the one at the playhead', async () => {
    const player = await open(oneMessage(), 28);
    await render(Calls, { player });
    await pick('Copy as').click();
    await expect.element(page.getByRole('heading', { name: 'Copy #28 send as' })).toBeVisible();
    await pick(/^Python line/).click();
    await expect.poll(() => clipboard).toBe(`client.send(b'Hello World!')`);
    expect(copied.last?.words).toBe('Copied #28 send as Python line');
  });

  test('from its row: by the context menu, or with Ctrl C', async () => {
    const player = await open();
    await render(Calls, { player });
    await row(/send\(22, 64\)|#26/).click({ button: 'right' });
    await pick(/^log line/).click();
    await expect
      .poll(() => clipboard)
      .toMatch(/^\d\d:\d\d:\d\d\.\d{6} \[client-1\] send\(22, "12"…, 64\) = 64 <0\.\d{6}>$/);
    await row(/#26/).click();
    await userEvent.keyboard('{Control>}c{/Control}');
    await expect.poll(() => clipboard).toBe(`client.send(b'12' + b' ' * 62)`);
  });

  test('with the bytes that it gave or took, once it has', async () => {
    const player = await open();
    await render(Calls, { player });
    await row(/#33/).click({ button: 'right' });
    await pick(/^base64/).click();
    await expect.poll(() => clipboard).toBe('SGVsbG8gV29ybGQh');
    player.replay.seekSeq(33);
    await row(/#33/).click({ button: 'right' });
    await expect.element(pick(/^Python line/)).toHaveTextContent('conn.recv(12)');
    await expect.element(pick(/^base64/)).not.toBeInTheDocument();
  });
});

describe('the palette', () => {
  test('offers the call at the playhead and the selected bytes, each by its format', async () => {
    const player = await open(oneMessage(), 28);
    await render(Bytes, { player });
    expect(copyActions(player).map(({ title }) => title)).toEqual([
      'Copy #28 send as Python line',
      'Copy #28 send as log line',
    ]);
    await byte(64).click();
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.element(bar()).toHaveTextContent('12 bytes selected');
    const titles = copyActions(player).map(({ title }) => title);
    expect(titles).toContain('Copy the selected 12 bytes as Python bytes');
    copyActions(player)
      .find(({ id }) => id === 'copy-bytes-text')
      ?.run();
    await expect.poll(() => clipboard).toBe('Hello World!');
  });

  test('offers nothing of a view that the step of a lesson does not show', async () => {
    const { trace } = parseTrace(oneMessage().bytes(), OWN);
    const steps = [step({ seq: 28, show: ['terminals'] })];
    const player = new PlayerState(trace, lesson(steps), undefined);
    player.replay.seekSeq(28);
    expect(copyActions(player)).toEqual([]);
  });
});

describe.each(['dark', 'light'])('in the %s theme', (theme) => {
  test('bar, menu and selected bytes pass axe', async () => {
    document.documentElement.dataset['theme'] = theme;
    const player = await open();
    const { container } = await render(Bytes, { player });
    container.style.background = 'var(--panel)';
    await byte(64).click();
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await pick('Copy as').click();
    await expect.element(pick(/^hex/)).toBeVisible();
    expect(await violations(container)).toEqual([]);
    delete document.documentElement.dataset['theme'];
  });
});
