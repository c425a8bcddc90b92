import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuedLesson } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import Player from '../../src/views/player/Player.svelte';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { oneMessage } from '../support/conversation.ts';
import { lesson as lessonOf, paragraph, step } from '../support/lesson.ts';

const talk = oneMessage();
talk.add('end');
const parsed = parseTrace(talk.bytes());
const { trace } = parsed;
const seqOf = (kind: string, nth = 0) =>
  trace.seqs[trace.ofKind(kind as Parameters<typeof trace.ofKind>[0])[nth] ?? 0] ?? 0;

const lesson = lessonOf([
  step({ title: 'It accepts', seq: seqOf('accept'), body: [paragraph('One.')] }),
  step({ title: 'It sends', seq: seqOf('send'), body: [paragraph('Two.')] }),
]);

async function open(given: Partial<{ lesson: CuedLesson; dropped: boolean }> = {}) {
  await page.viewport(1440, 900);
  const player = new PlayerState(trace, given.lesson, undefined);
  await render(Player, { player, parsed, dropped: given.dropped ?? false, highlighted: [] });
  return player;
}
const text = (label: string) => page.getByRole('region', { name: label, exact: true });

describe('the transport', () => {
  test('Forward and Back move by one event, and the slider says where', async () => {
    const { replay } = await open();
    const slider = page.getByRole('slider', { name: 'Playhead' });
    await page.getByRole('button', { name: 'Forward' }).click();
    const total = trace.stops.length;
    await expect.element(slider).toHaveAttribute('aria-valuetext', `event 2 of ${total}`);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByRole('button', { name: 'Last' }).click();
    await expect.element(slider).toHaveAttribute('aria-valuetext', `event ${total} of ${total}`);
    await page.getByRole('button', { name: 'First' }).click();
    expect(replay.rank).toBe(0);
  });

  test('Play becomes Pause, and a step pauses', async () => {
    const { replay } = await open();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.element(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.getByRole('button', { name: 'Forward' }).click();
    expect(replay.playing).toBe(false);
  });

  test('by call: Forward goes to calls only', async () => {
    const { replay } = await open();
    await page.getByRole('combobox', { name: 'Step by' }).selectOptions('by call');
    await page.getByRole('button', { name: 'Forward' }).click();
    expect(replay.event?.kind).toBe('socket');
  });

  test('each event has its sentence in a polite live region', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('recv'));
    await expect.element(page.getByRole('status')).toHaveTextContent(/up to 64 bytes/);
  });

  test('with "this thread only" every step is of the thread in focus', async () => {
    const player = await open();
    player.replay.seekSeq(seqOf('send'));
    await page.getByRole('combobox', { name: 'Step through' }).selectOptions('this thread only');
    await page.getByRole('button', { name: 'Forward' }).click();
    await page.getByRole('button', { name: 'Forward' }).click();
    expect(player.replay.event).toMatchObject({ thread: 2 });
  });
});

describe('the views at the playhead', () => {
  test('threads: the lane says what its thread does', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('recv'));
    await expect
      .element(page.getByRole('button', { name: /Thread-1 entering recv/ }))
      .toBeVisible();
    replay.forward();
    await expect
      .element(page.getByRole('button', { name: /Thread-1 blocked in recv/ }))
      .toBeVisible();
  });

  test('bytes: sent, then taken', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('send'));
    await expect.element(text('Bytes')).toHaveTextContent('64 bytes · sent, not taken');
    replay.seekSeq(seqOf('recv.ret'));
    await expect.element(text('Bytes')).toHaveTextContent(/64 bytes · taken by recv #\d+/);
    await expect.element(text('Bytes')).toHaveTextContent('2 digits + 62 spaces = 64');
  });

  test('bytes: arrow keys move inside the cells, not the playhead', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('recv.ret'));
    const { rank } = replay;
    const first = page.getByRole('button', { name: /^Byte 0:/ });
    await first.click();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('button', { name: /^Byte 1:/ })).toHaveFocus();
    expect(replay.rank).toBe(rank);
  });

  test('source: the current line is marked', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('line', 2));
    await expect.element(text('Source')).toHaveTextContent('server.py');
    const current = text('Source').element().querySelector('[aria-current="step"]');
    expect(current?.textContent).toContain('msg = conn.recv(msg_length)');
  });

  test('calls: one list item for each call so far; a click seeks', async () => {
    const { replay } = await open();
    replay.seekSeq(seqOf('recv.ret'));
    const calls = text('Calls').getByRole('listitem');
    await expect.element(calls.last()).toHaveTextContent(/send\(22, 12 bytes\)/);
    await calls.first().getByRole('button').click();
    expect(replay.event?.kind).toBe('socket');
    await expect.element(calls.last()).toHaveTextContent(/socket\(\) …/);
  });

  test('terminals: what was on them at the playhead, in real terminals', async () => {
    const { replay } = await open();
    replay.last();
    const server = page.getByRole('region', { name: 'Terminal: server' });
    await expect.element(server).toHaveTextContent(/\[STARTING\] server is starting\.\.\./);
    await expect.element(server).toHaveTextContent(/Hello World!/);
    replay.seekSeq(seqOf('accept'));
    await expect.element(server).not.toHaveTextContent(/Hello World!/);
  });

  test('a terminal does not keep Tab', async () => {
    const { replay } = await open();
    replay.last();
    const server = page.getByRole('region', { name: 'Terminal: server' });
    await expect.element(server).toHaveTextContent(/STARTING/);
    server.element().querySelector('textarea')?.focus();
    await userEvent.keyboard('{Tab}');
    expect(server.element().contains(document.activeElement)).toBe(false);
  });
});

describe('a lesson', () => {
  test('Next page goes to the event of the next step', async () => {
    const { replay } = await open({ lesson });
    await page.getByRole('button', { name: 'Next page' }).click();
    expect(replay.event?.kind).toBe('send');
    await expect.element(text('Lesson')).toHaveTextContent(/It sends/);
    await page.getByRole('button', { name: 'Previous page' }).click();
    expect(replay.event?.kind).toBe('accept');
  });

  test('stepping past a cue turns the page', async () => {
    const { replay } = await open({ lesson });
    await expect.element(text('Lesson')).toHaveTextContent(/It accepts/);
    replay.seekSeq(seqOf('send') + 1);
    await expect.element(text('Lesson')).toHaveTextContent(/It sends/);
  });
});

test('a dropped file says that it has no link', async () => {
  await open({ dropped: true });
  await expect.element(page.getByText(/it has no link/)).toBeVisible();
});

test('on a narrow screen one view is in front, chosen by a tab', async () => {
  await open({ lesson });
  await page.viewport(390, 844);
  await expect.element(text('Bytes')).not.toBeInTheDocument();
  await page.getByRole('button', { name: 'Bytes', exact: true }).click();
  await expect.element(text('Bytes')).toBeVisible();
  await expect.element(text('Lesson')).not.toBeInTheDocument();
});
