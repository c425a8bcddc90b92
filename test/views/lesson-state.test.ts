import { describe, expect, test } from 'vitest';
import { formatLink, parseLink } from '../../src/replay/link.ts';
import type { CuedQuestion } from '../../src/course/lesson.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { oneMessage } from '../support/conversation.ts';
import { howMany, lesson, step } from '../support/lesson.ts';
import { read } from './at.ts';

const talk = oneMessage();
talk.add('end');
const { trace } = read(talk);
const other = read(oneMessage()).trace;
const seqOf = (kind: Parameters<typeof trace.ofKind>[0], nth = 0): number =>
  trace.seqs[trace.ofKind(kind)[nth] as number] as number;
const SENT = seqOf('send');
const TAKEN = seqOf('recv.ret');

/** Pages: 1 accept, 2 the first send with a question, 3 the reply; then a second recording. */
const course = lesson(
  [
    step({ title: 'It accepts', seq: seqOf('accept') }),
    step({ title: 'It sends', seq: SENT, body: [howMany('bytes', TAKEN)] }),
    step({ title: 'It takes', seq: TAKEN }),
    step({ title: 'Again', seq: SENT, recording: 'again' }),
    step({ title: 'Again taken', seq: TAKEN, recording: 'again' }),
  ],
  {
    recordings: [
      { name: 'main', title: 'Once' },
      { name: 'again', title: 'Again' },
    ],
  },
);
const question = questionOf(course.steps[1]) as CuedQuestion;
const linkTo = (hash: string) => parseLink(`#/lesson/01-a/${hash}`);

function open(hash = '1', load: () => Promise<Trace> = () => Promise.resolve(other)) {
  const player = new PlayerState(trace, course, linkTo(hash), { load });
  return {
    player,
    replay: player.replay,
    course: player.course as NonNullable<typeof player.course>,
  };
}
/** The same with its question skipped. */
function openAll(hash = '1', load?: () => Promise<Trace>) {
  const opened = open('2', load);
  opened.player.skip(question);
  opened.player.goTo(linkTo(hash) as NonNullable<ReturnType<typeof linkTo>>);
  return opened;
}

describe('while a question is open', () => {
  test('the trace ends with the event at which it is asked', () => {
    const { replay } = open();
    expect(replay.trace.seqs.at(-1)).toBe(SENT);
    replay.last();
    expect(replay.event?.seq).toBe(SENT);
  });

  test('pages and marks go as far as the question', () => {
    const { player, course } = open();
    expect(player.marks.map(({ title }) => title)).toEqual(['It accepts', 'It sends']);
    expect(course.open).toBe(2);
    player.openPage(5);
    expect(player.page).toBe(2);
    player.toMark(1);
    expect(player.page).toBe(2);
  });

  test('a link behind it lands on the question, and says what it led to', () => {
    for (const hash of ['3', `3?i=${TAKEN + 1}`, `2?i=${TAKEN}`, '5']) {
      const { player, course, replay } = open(hash);
      expect([player.page, replay.event?.seq]).toEqual([2, SENT]);
      expect(course.beyond).toMatchObject({ page: Number(hash[0]) });
    }
  });

  test('a link up to it leads to its moment', () => {
    const { course, replay } = open(`1?i=${SENT - 1}`);
    expect(replay.event?.seq).toBe(SENT - 1);
    expect(course.beyond).toBeUndefined();
  });

  test('turning the page gives the link’s moment up', () => {
    const { player, course } = open('3');
    player.openPage(1);
    expect(course.beyond).toBeUndefined();
  });
});

describe('an answer', () => {
  test('lets the recording go on, with the playhead where it was', () => {
    const { player, replay, course } = open('2');
    const { lineage } = replay.trace;
    player.answer(question, { kind: 'number', value: 64 }, true);
    expect(replay.event?.seq).toBe(SENT);
    expect(replay.trace.length).toBe(trace.length);
    expect(replay.trace.lineage).toBe(lineage);
    expect(replay.stopsAt).toHaveLength(3);
    expect(course.progress.get('01-a', 'bytes')).toMatchObject({ right: true });
    player.toMark(1);
    expect(player.page).toBe(3);
  });

  test('that was given before counts: the lesson opens whole', () => {
    const { course, player } = open('2');
    player.skip(question);
    const again = new PlayerState(trace, player.lesson, linkTo('3'), course);
    expect(again.replay.trace).toBe(trace);
    expect(again.page).toBe(3);
  });

  test('can be skipped together with all before a link’s moment', () => {
    const { player, replay, course } = open(`3?i=${TAKEN + 2}`);
    player.skipToMoment();
    expect(replay.event?.seq).toBe(TAKEN + 2);
    expect(course.progress.get('01-a', 'bytes')).toEqual({ state: 'skipped' });
    expect(course.beyond).toBeUndefined();
  });
});

describe('a lesson with several recordings', () => {
  test('turns its pages into the next recording and back', async () => {
    const { player, replay, course } = openAll('3');
    player.openPage(4);
    await expect.poll(() => course.recording).toBe('again');
    expect([player.page, replay.event?.seq]).toEqual([4, SENT]);
    expect(player.marks.map(({ page }) => page)).toEqual([4, 5]);
    player.openPage(3);
    expect([course.recording, player.page, replay.event?.seq]).toEqual(['main', 3, TAKEN]);
  });

  test('markers lead over the boundary too, both ways', async () => {
    const { player, course } = openAll('3');
    player.toMark(1);
    await expect.poll(() => player.page).toBe(4);
    player.toMark(-1);
    expect([course.recording, player.page]).toEqual(['main', 3]);
    player.toMark(-1);
    expect([course.recording, player.page]).toEqual(['main', 2]);
    player.openPage(5);
    player.toMark(1);
    expect([course.recording, player.page]).toEqual(['again', 5]);
    player.toMark(-1);
    expect([course.recording, player.page]).toEqual(['again', 4]);
  });

  test('a recording that was shown is not loaded again', async () => {
    let loads = 0;
    const { player, course } = openAll('3', () => (loads++, Promise.resolve(other)));
    player.openPage(4);
    await expect.poll(() => course.recording).toBe('again');
    player.openPage(1);
    player.openPage(5);
    expect([player.page, loads]).toEqual([5, 1]);
  });

  test('an address names the event of its page’s recording', async () => {
    const { player, replay, course } = openAll(`4?i=${SENT + 1}`);
    await expect.poll(() => course.recording).toBe('again');
    expect(replay.event?.seq).toBe(SENT + 1);
    const link = { page: 'lesson', slug: '01-a', step: player.page, ...player.look } as const;
    expect(formatLink(link)).toBe(`#/lesson/01-a/4?i=${SENT + 1}`);
  });

  test('lets go of what was selected in the other: its threads and bytes are others', async () => {
    const { player, replay, course } = openAll('3');
    replay.thread = 3;
    replay.onlyThread = true;
    player.byte = { way: 'up', offset: 12 };
    player.pins = [3];
    player.openPage(4);
    await expect.poll(() => course.recording).toBe('again');
    expect(player.look).toMatchObject({
      thread: undefined,
      only: false,
      byte: undefined,
      pins: [],
    });
  });

  test('goes back to the question when its progress is forgotten meanwhile', async () => {
    const { player, replay, course } = openAll('3');
    player.openPage(4);
    await expect.poll(() => course.recording).toBe('again');
    course.progress.reset();
    player.grow(trace);
    expect([course.recording, player.page, replay.event?.seq]).toEqual(['main', 2, SENT]);
    expect(replay.trace.seqs.at(-1)).toBe(SENT);
  });

  test('says why the other does not come, and stays on its page', async () => {
    const { player, course } = openAll('3', () => Promise.reject(new Error('It is not here.')));
    player.openPage(4);
    await expect.poll(() => course.trouble).toBe('It is not here.');
    expect(player.page).toBe(3);
    player.openPage(2);
    expect(course.trouble).toBe('');
  });

  test('what comes after something else was asked for is not shown', async () => {
    let come = (_: Trace): void => undefined;
    const { player, course } = openAll('3', () => new Promise((resolve) => (come = resolve)));
    player.openPage(4);
    player.openPage(1);
    come(other);
    await Promise.resolve();
    await Promise.resolve();
    expect([course.recording, player.page]).toEqual(['main', 1]);
  });
});
