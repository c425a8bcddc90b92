import axe from 'axe-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ClientState, RoomState } from '../../src/live/state.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { LiveState } from '../../src/views/live/live-state.svelte.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import Terminals from '../../src/views/terminal/Terminals.svelte';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { Conversation } from '../support/conversation.ts';
import { fakeLive, FOLLOWER, PRESENTER, runningSession } from '../support/fake-live.ts';

/** The emulator is loaded when it is first wanted. */
const PATIENCE = { timeout: 10_000 };
const terminal = (name: string) => page.getByRole('region', { name: `Terminal: ${name}` });
const keyboard = (name: string) =>
  terminal(name).getByRole('textbox', { name: new RegExp(`^${name}, takes a line`) });
/** What the eye sees: the rows as they are drawn, without what is empty. */
const drawn = (name: string) =>
  [...terminal(name).element().querySelectorAll('.xterm-rows > div')]
    .map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd())
    .filter((row) => row !== '');
const shows = (name: string) => expect.poll(() => drawn(name), PATIENCE);

class Room {
  readonly talk = new Conversation();
  readonly live = fakeLive();
  readonly state = new LiveState(this.live);
  clients: ClientState[] = [];
  player: PlayerState;

  constructor() {
    this.talk.add('prog.start', { p: 1, name: 'server', role: 'server', argv: [] });
    this.prints(1, 'one\n');
    this.player = new PlayerState(parseTrace(this.talk.bytes()).trace, undefined, undefined);
    this.player.live = this.state;
    this.state.watch();
    this.live.tell(PRESENTER);
    this.live.tell(runningSession());
  }

  /** A client runs; it waits for a line. */
  begin(n: number, participant?: number): void {
    const name = `client-${n}`;
    this.talk.add('prog.start', { p: n + 1, name, role: 'client', argv: [] });
    this.asks(n);
    this.clients.push({ name, program: 'lines', participant, running: true });
    this.live.tell(runningSession({ clients: [...this.clients] }));
    this.grow();
  }

  asks(n: number): void {
    this.talk.add('input', { p: n + 1, th: n + 1, prompt: '' });
  }

  takes(n: number, text: string): void {
    this.talk.add('input.ret', { p: n + 1, th: n + 1, re: 1, text });
    this.grow();
  }

  prints(p: number, text: string): void {
    this.talk.add('out', { p, th: p, stream: 'stdout', text });
  }

  ends(n: number, code: number): void {
    this.talk.add('prog.exit', { p: n + 1, code });
    this.clients = this.clients.map((one) =>
      one.name === `client-${n}` ? { ...one, running: false } : one,
    );
    this.live.tell(runningSession({ clients: this.clients }));
    this.grow();
  }

  grow(): void {
    this.player.grow(parseTrace(this.talk.bytes()).trace);
  }

  get sent(): readonly string[] {
    return this.live.sent.map((command) => JSON.stringify(command));
  }
}

let room: Room;
async function open(width = 400, height = 800): Promise<void> {
  // What is around the terminals takes the rest.
  await page.viewport(1440, height + 240);
  room.player.replay.last();
  const { container } = await render(Terminals, { player: room.player });
  container.style.cssText = `display: flex; flex-direction: column; width: ${width}px; height: ${height}px`;
}
async function focus(name: string): Promise<void> {
  await expect.element(keyboard(name), PATIENCE).toBeInTheDocument();
  keyboard(name).element().focus();
}
beforeEach(() => {
  room = new Room();
});

describe('typing on the terminal of an own client', () => {
  test('shows what is typed at once; Enter sends the line, and nothing before it', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    await userEvent.keyboard('Helo{Backspace}lo!');
    await shows('client-1').toEqual(['Hello!']);
    expect(room.sent).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect
      .poll(() => room.sent)
      .toEqual(['{"type":"client-type","client":"client-1","text":"Hello!"}']);
  });

  test('the line stands once, before and after the program has taken it', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    await userEvent.keyboard('Hello!{Enter}');
    await shows('client-1').toEqual(['Hello!']);
    room.takes(1, 'Hello!');
    room.prints(2, 'Msg received\n');
    room.grow();
    await shows('client-1').toEqual(['Hello!', 'Msg received']);
  });

  test('what waits for a busy program stays below what that prints, in the order typed', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    await userEvent.keyboard('one{Enter}two{Enter}thr');
    await shows('client-1').toEqual(['one', 'two', 'thr']);
    room.takes(1, 'one');
    room.prints(2, 'Msg received\n');
    room.grow();
    await shows('client-1').toEqual(['one', 'Msg received', 'two', 'thr']);
    room.takes(1, 'two');
    await shows('client-1').toEqual(['one', 'Msg received', 'two', 'thr']);
  });

  test('several pasted lines are sent one by one, in order; the last waits for Enter', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    const data = new DataTransfer();
    data.setData('text/plain', 'one\ntwo\r\nthree');
    keyboard('client-1')
      .element()
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    await expect.poll(() => room.live.sent).toHaveLength(2);
    expect(room.live.sent).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    await shows('client-1').toEqual(['one', 'two', 'three']);
  });

  test('Ctrl-C interrupts, Ctrl-D ends the input; both are buttons too', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    await userEvent.keyboard('abc{Control>}d{/Control}');
    await userEvent.keyboard('{Control>}c{/Control}');
    await shows('client-1').toEqual([]);
    await userEvent.keyboard('{Control>}d{/Control}');
    await terminal('client-1').getByRole('button', { name: 'Ctrl+D' }).click();
    await terminal('client-1').getByRole('button', { name: 'Ctrl+C' }).click();
    const interrupts = '{"type":"client-interrupt","client":"client-1"}';
    const ends = '{"type":"client-type","client":"client-1"}';
    await expect
      .poll(() => room.sent.toSorted())
      .toEqual([interrupts, interrupts, ends, ends].toSorted());
  });

  test('goes to now first where the playhead is earlier, and says so before', async () => {
    room.begin(1);
    room.prints(2, 'later\n');
    room.grow();
    await open();
    await focus('client-1');
    const { replay } = room.player;
    replay.back();
    await expect.element(terminal('client-1')).toHaveTextContent('What you type goes to now.');
    await shows('client-1').toEqual([]);
    await userEvent.keyboard('x');
    await shows('client-1').toEqual(['later', 'x']);
    expect(replay.rank).toBe(replay.count);
  });

  test('Tab leaves the terminal, both ways, and types nothing', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    await userEvent.keyboard('{Tab}');
    await expect.element(keyboard('client-1')).not.toHaveFocus();
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    await expect.element(keyboard('client-1')).toHaveFocus();
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    await expect.element(page.getByRole('button', { name: 'Close client-1' })).toHaveFocus();
    await shows('client-1').toEqual([]);
  });

  test('of a paste without end a part is sent, and that is said', async () => {
    room.begin(1);
    await open();
    await focus('client-1');
    const data = new DataTransfer();
    data.setData('text/plain', 'x\n'.repeat(1000));
    keyboard('client-1')
      .element()
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    await expect.element(terminal('client-1')).toHaveTextContent('Too many lines at once');
    // What is left to send is thrown away with it.
    await userEvent.keyboard('{Control>}c{/Control}');
    await shows('client-1').toEqual([]);
    await expect.element(terminal('client-1')).toHaveTextContent('Type a line.');
  });

  test('a line that the server refuses is there again, to be changed', async () => {
    room.begin(1);
    room.live.refuse = 'client-1 has ended.';
    await open();
    await focus('client-1');
    await userEvent.keyboard('Hello!{Enter}');
    await expect.poll(() => room.state.problem).toBe('client-1 has ended.');
    room.live.refuse = undefined;
    await userEvent.keyboard('!{Enter}');
    await expect.poll(() => room.live.sent.at(-1)).toMatchObject({ text: 'Hello!!' });
  });
});

describe('no input is taken', () => {
  const quiet = (name: string) =>
    terminal(name).getByRole('textbox', { name: new RegExp(`^${name}, not taking input`) });

  test('by the server’s terminal, by a client of somebody else, by one that has ended', async () => {
    room.begin(1);
    room.begin(2, 7);
    await open();
    await expect.element(quiet('server'), PATIENCE).toHaveAttribute('readonly');
    await expect.element(quiet('client-2'), PATIENCE).toHaveAttribute('readonly');
    room.ends(1, 130);
    await expect.element(quiet('client-1')).toHaveAttribute('readonly');
    await expect.element(terminal('client-1')).toHaveTextContent(/has ended, exit code 130\./);
  });

  test('while the server cannot be heard, or does not run', async () => {
    room.begin(1);
    await open();
    await expect.element(keyboard('client-1'), PATIENCE).toBeInTheDocument();
    room.live.tell({ type: 'online', online: false });
    await expect.element(quiet('client-1')).toBeInTheDocument();
    room.live.tell({ type: 'online', online: true });
    await expect.element(keyboard('client-1')).toBeInTheDocument();
    room.live.tell(runningSession({ state: 'stopped', clients: room.clients }));
    await expect.element(quiet('client-1')).toBeInTheDocument();
  });

  test('by the same recording once it is no longer live', async () => {
    room.begin(1);
    room.player.live = undefined;
    await open();
    await expect.element(quiet('client-1'), PATIENCE).toHaveAttribute('readonly');
    await expect.element(page.getByRole('button', { name: 'New client' })).not.toBeInTheDocument();
  });
});

describe('several clients', () => {
  test('stand side by side as far as there is room; the others share a place', async () => {
    room.begin(1, 7);
    room.begin(2);
    room.begin(3);
    await open(400, 860);
    for (const name of ['server', 'client-1', 'client-2', 'client-3']) {
      await expect.element(terminal(name)).toBeVisible();
    }
    await focus('client-2');
    await userEvent.keyboard('two');
    await focus('client-3');
    await userEvent.keyboard('three');
    await shows('client-2').toEqual(['two']);
    await shows('client-3').toEqual(['three']);
  });

  test('sharing one place, each keeps the line that is typed on it', async () => {
    room.begin(1);
    room.begin(2);
    await open(320, 300);
    await page.getByRole('button', { name: 'client-1' }).click();
    await focus('client-1');
    await userEvent.keyboard('first');
    await page.getByRole('button', { name: 'client-2' }).click();
    await focus('client-2');
    await userEvent.keyboard('second');
    await page.getByRole('button', { name: 'client-1' }).click();
    await shows('client-1').toEqual(['first']);
    await page.getByRole('button', { name: 'client-2' }).click();
    await shows('client-2').toEqual(['second']);
  });

  test('what is typed on stays in front, whoever writes meanwhile; until one goes elsewhere', async () => {
    room.begin(1);
    room.begin(2);
    await open(320, 300);
    await page.getByRole('button', { name: 'client-1' }).click();
    await focus('client-1');
    await userEvent.keyboard('first');
    room.player.replay.thread = 3;
    room.prints(3, 'I am client 2\n');
    room.prints(1, 'and I the server\n');
    room.grow();
    await shows('client-1').toEqual(['first']);
    await expect.element(keyboard('client-1')).toHaveFocus();
    await page.getByRole('button', { name: 'New client' }).click();
    await expect.element(terminal('client-1')).not.toBeInTheDocument();
  });

  test('where one view fills the page there is one place for all', async () => {
    room.begin(1);
    await open(360, 600);
    await page.viewport(390, 844);
    await expect.element(page.getByRole('group', { name: 'Terminals' })).toBeVisible();
    await expect.element(keyboard('client-1'), PATIENCE).toBeInTheDocument();
    await expect.element(terminal('server')).not.toBeInTheDocument();
  });

  test('of many tabs in little room, that of the one in front is in sight', async () => {
    for (const n of [1, 2, 3, 4, 5]) room.begin(n);
    await open(320, 300);
    const tab = (name: string) => page.getByRole('button', { name, exact: true });
    const inSight = (name: string) => {
      const { left, right } = tab(name).element().getBoundingClientRect();
      const row = page.getByRole('group', { name: 'Terminals' }).element().getBoundingClientRect();
      return left >= row.left - 1 && right <= row.right + 1;
    };
    await expect.poll(() => inSight('client-5')).toBe(true);
    await tab('server').click();
    await expect.poll(() => inSight('server')).toBe(true);
  });

  test('a new one is chosen by its program, comes to the front, and takes the keys', async () => {
    await open();
    room.live.reply = { client: 'client-1' };
    await page.getByRole('button', { name: 'New client' }).click();
    await page.getByRole('button', { name: /^What I type Each line/ }).click();
    expect(room.sent).toEqual(['{"type":"client-start","program":"lines"}']);
    room.begin(1);
    await expect.element(keyboard('client-1'), PATIENCE).toHaveFocus();
  });

  test('closing a terminal ends its program, and gives its place back', async () => {
    room.begin(1);
    room.begin(2);
    await open(400, 860);
    await page.getByRole('button', { name: 'Close client-1' }).click();
    await expect.poll(() => room.sent).toEqual(['{"type":"client-close","client":"client-1"}']);
    await expect
      .element(page.getByRole('button', { name: 'Close client-1' }))
      .not.toBeInTheDocument();
    await expect.element(page.getByRole('button', { name: 'Close client-2' })).toBeVisible();
  });

  test('a follower starts one only where the presenter lets followers', async () => {
    const { live } = room;
    const state: RoomState = {
      type: 'room',
      mode: 'network',
      followers: 1,
      presenting: true,
      clientsAllowed: false,
      names: [{ name: 'Ada', program: 'client-1' }],
    };
    live.tell(FOLLOWER);
    live.tell(state);
    room.begin(1, 1);
    room.begin(2);
    await open();
    const starts = page.getByRole('button', { name: 'New client' });
    await expect.element(page.getByRole('button', { name: 'Connect your own…' })).toBeVisible();
    await expect.element(starts).not.toBeInTheDocument();
    live.tell({ ...state, clientsAllowed: true });
    await expect.element(starts).toBeVisible();
    // Its own, by its number; the presenter's is not.
    await expect.element(keyboard('client-1'), PATIENCE).toBeInTheDocument();
    await expect.element(keyboard('client-2')).not.toBeInTheDocument();
    await expect.element(page.getByRole('heading', { name: 'client-1 · Ada' })).toBeVisible();
  });
});

describe('text that others wrote', () => {
  /** Sequences that make terminals answer, rename, hide, clear or ring. */
  const EVIL = [
    '\u001b[c', '\u001b[>c', '\u001b[6n', '\u001b[5n', '\u001b[?6n', '\u001bZ', '\u001b[x',
    '\u001b[18t', '\u001b[21t', '\u001b]10;?\u0007', '\u001b]11;?\u001b\\', '\u001b]4;1;?\u0007',
    '\u001b]0;owned\u0007', '\u001b]8;;http://x\u0007', '\u001bP$qm\u001b\\', '\u001bP+q544e\u001b\\',
    '\u001b[?2004h', '\u001b[?1000h', '\u001b[?1004h', '\u001b[?1049h', '\u001b[2J', '\u001b[3J',
    '\u001bc', '\u001b[?$p', '\u001b[?2026$p', '\u009b6n', '\u009dx\u009c', '\u0005', '\u0007', '\u202e',
  ]; // prettier-ignore

  test('makes a terminal that takes input type nothing, whatever stands in it', async () => {
    room.begin(1);
    await open();
    await expect.element(keyboard('client-1'), PATIENCE).toBeInTheDocument();
    let seed = 51;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed % below;
    };
    for (let n = 0; n < 40; n++) {
      const pieces = Array.from({ length: 12 }, () => {
        const evil = EVIL[random(EVIL.length)] ?? '';
        // Whole, or cut: the next may complete it.
        return random(3) === 0 ? evil.slice(0, 1 + random(evil.length)) : evil;
      });
      room.prints(2, pieces.join(random(2) === 0 ? '' : 'x'));
      room.grow();
    }
    room.prints(2, '\nthe end\n');
    room.grow();
    await expect.poll(() => drawn('client-1').at(-1), PATIENCE).toBe('the end');
    await focus('client-1');
    await userEvent.keyboard('mine{Enter}');
    // Whatever an emulator answers would have come before, or be part of the line.
    await expect.poll(() => room.live.sent).toMatchObject([{ text: 'mine' }]);
    expect(document.title).not.toContain('owned');
  });

  test('as the name of a participant is drawn, not obeyed', async () => {
    room.begin(1);
    room.live.tell({
      type: 'room',
      mode: 'network',
      followers: 1,
      presenting: true,
      clientsAllowed: false,
      names: [{ name: '<b>\u001b[2J\u202e', program: 'client-1' }],
    });
    await open();
    await expect
      .element(page.getByRole('heading', { name: 'client-1 · <b>␛[2J‹U+202E›' }))
      .toBeVisible();
  });
});

test('nothing in it is against the rules of accessibility', async () => {
  room.begin(1);
  room.begin(2, 7);
  await open(400, 860);
  await expect.element(keyboard('client-1'), PATIENCE).toBeInTheDocument();
  await page.getByRole('button', { name: 'New client' }).click();
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
