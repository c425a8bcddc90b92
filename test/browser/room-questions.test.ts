import axe from 'axe-core';
import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { writeGiven } from '../../src/course/given.ts';
import { practiceQuestions } from '../../src/course/practice.ts';
import {
  readRoomQuestion,
  writeRoomQuestion,
  type RoomQuestion,
} from '../../src/course/room-question.ts';
import type { Command } from '../../src/live/messages.ts';
import type { PeopleState, QuestionState, RoomState } from '../../src/live/state.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import Follower from '../../src/views/room/Follower.svelte';
import Presenter from '../../src/views/room/Presenter.svelte';
import { Settings } from '../../src/views/shell/settings.svelte.ts';
import '../../src/views/style/tokens.css';
import '../../src/views/style/base.css';
import { FOLLOWER, PRESENTER } from '../support/fake-live.ts';
import { parsed, questions } from '../support/questions.ts';
import { classPage, grownTo, type ClassPage } from '../support/room.ts';

const ROOM: RoomState = {
  type: 'room',
  mode: 'network',
  followers: 12,
  presenting: true,
  clientsAllowed: false,
  names: [],
};
const PEOPLE: PeopleState = {
  type: 'people',
  people: [],
  join: ['http://10.0.0.1:8080/#join=abcd'],
  exposed: { page: true, server: true },
  tallies: [],
};
const LAST = 500;
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });

beforeEach(() => {
  localStorage.clear();
  sessionStorage.setItem('wirestep.joined', '1');
  history.replaceState(undefined, '', '#/');
});

/** The first question of a kind that the recording itself gives. */
function made(kind: 'take' | 'wait'): RoomQuestion & { readonly after: number } {
  const all = practiceQuestions(grownTo(LAST).trace);
  const found = all.find(({ id }) => id.startsWith(`practice-${kind}-`));
  if (found === undefined) throw new Error(`no question ${kind}`);
  return { ...found, about: 'recording/now' };
}

function told(question: RoomQuestion, more: Partial<QuestionState> = {}): QuestionState {
  const { after, ...asked } = question as RoomQuestion & { readonly after?: number };
  const hiding = after === undefined ? {} : { after };
  const text = writeRoomQuestion(asked);
  return {
    type: 'question',
    number: 1,
    question: text,
    ...hiding,
    revealed: false,
    answers: 0,
    ...more,
  };
}

async function opened(room: ClassPage): Promise<ClassPage> {
  room.sources.live.tell(ROOM);
  room.sources.live.tell(PEOPLE);
  await room.app.go('#/recording/now');
  if (room.app.opened !== undefined) room.app.opened.player.live = room.live;
  return room;
}

/** A page of a class where a lesson with questions is open. */
async function lessonPage(): Promise<ClassPage> {
  const room = classPage(LAST);
  const close = (): void => undefined;
  const recording = { parsed, lesson: questions, dropped: false, lost: undefined, close };
  room.sources.openLesson = () => Promise.resolve(recording);
  room.sources.live.tell(ROOM);
  room.sources.live.tell(PEOPLE);
  await room.app.go(`#/lesson/${questions.slug}/1`);
  return room;
}

async function follower(): Promise<ClassPage> {
  const room = classPage(LAST);
  room.sources.live.tell(FOLLOWER);
  await opened(room);
  await render(Follower, { app: room.app, live: room.live, settings: new Settings() });
  return room;
}

async function presenter(seq = LAST): Promise<ClassPage> {
  await page.viewport(1440, 900);
  const room = classPage(seq);
  room.sources.live.tell(PRESENTER);
  await opened(room);
  await render(Presenter, { app: room.app, live: room.live, sources: room.sources });
  await button(/^Class/).click();
  return room;
}

function sent<T extends Command['type']>({ sources }: ClassPage, type: T): Command<T> | undefined {
  return sources.live.sent.findLast((one) => one.type === type) as Command<T> | undefined;
}

const seqOf = ({ app }: ClassPage): number | undefined => app.opened?.player.replay.event?.seq;
const lastOf = ({ app }: ClassPage): number => app.opened?.player.replay.trace.length ?? 0;

describe('who follows', () => {
  const card = page.getByRole('region', { name: /How many bytes|Does it have to wait/ });

  test('sees the question, and nothing that follows until the answer is shown', async () => {
    const room = await follower();
    const whole = lastOf(room);
    const question = made('take');
    room.sources.live.tell(told(question));
    await expect.element(card).toBeVisible();
    await expect.poll(() => lastOf(room)).toBe(question.after);
    room.sources.live.tell(told(question, { revealed: true }));
    await expect.poll(() => lastOf(room)).toBe(whole);
  });

  test('gets back what was hidden when the question just ends', async () => {
    const room = await follower();
    const whole = lastOf(room);
    room.sources.live.tell(told(made('take')));
    await expect.poll(() => lastOf(room)).toBeLessThan(whole);
    room.sources.live.tell({ type: 'question', revealed: false, answers: 0 });
    await expect.poll(() => lastOf(room)).toBe(whole);
    await expect.element(card).not.toBeInTheDocument();
  });

  test('sees all of another recording meanwhile', async () => {
    const room = await follower();
    const whole = lastOf(room);
    room.sources.live.tell(told({ ...made('take'), about: 'recording/other' }));
    await expect.element(card).toBeVisible();
    flushSync();
    expect(lastOf(room)).toBe(whole);
  });

  test('sends an answer, and may change it', async () => {
    const room = await follower();
    const question = made('take');
    room.sources.live.tell(told(question));
    await card.getByRole('textbox').fill('12');
    await button('Send my answer').click();
    const given = writeGiven({ kind: 'number', value: 12 });
    expect(sent(room, 'answer')).toEqual({ type: 'answer', question: 1, given });
    room.sources.live.tell(told(question, { given, answers: 5 }));
    await expect
      .element(card.getByText(/^Your answer: 12 bytes\. You can change it/))
      .toBeVisible();
    await expect.element(card.getByText(/5 of 12 have answered\./)).toBeVisible();
    await card.getByRole('textbox').fill('64');
    await button('Change my answer').click();
    expect(sent(room, 'answer')?.given).toBe(writeGiven({ kind: 'number', value: 64 }));
  });

  test('is asked for an answer where there is none, and told why one was refused', async () => {
    const room = await follower();
    room.sources.live.tell(told(made('take')));
    await button('Send my answer').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('Answer first.');
    expect(sent(room, 'answer')).toBeUndefined();
    room.sources.live.refuse = 'That question is no longer open.';
    await card.getByRole('textbox').fill('12');
    await button('Send my answer').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('no longer open');
  });

  test('does not see the tally before the answer; then beside the own and the recorded one', async () => {
    const room = await follower();
    const question = made('take');
    const given = writeGiven({ kind: 'number', value: 12 });
    room.sources.live.tell(told(question, { given, answers: 3 }));
    await expect.element(card).toBeVisible();
    await expect.element(page.getByRole('table')).not.toBeInTheDocument();
    const recorded = { kind: 'number', value: 64 } as const;
    const tally = [
      { given: writeGiven(recorded), count: 2, hands: 4 },
      { given, count: 1, hands: 0 },
    ];
    const shown = { ...question, recorded };
    room.sources.live.tell(told(shown, { given, answers: 3, revealed: true, tally }));
    const result = page.getByRole('group', { name: 'Result: Not what was recorded' });
    await expect.element(result).toHaveTextContent(/Your answer\s*12 bytes\s*Recorded\s*64 bytes/);
    const row = page.getByRole('row', { name: /^64 bytes Recorded/ });
    await expect.element(row).toHaveTextContent(/64 bytes\s*Recorded\s*2\s*4/);
    await expect.element(page.getByRole('row', { name: /^12 bytes/ })).toBeVisible();
  });

  test('goes on in the lesson once the room has seen the answer', async () => {
    const room = await lessonPage();
    room.sources.live.tell(FOLLOWER);
    await render(Follower, { app: room.app, live: room.live, settings: new Settings() });
    const step = questionOf(questions.steps[0]);
    if (step === undefined) throw new Error('the lesson asks nothing on its first page');
    const recorded = { kind: 'choice', option: 2 } as const;
    const question = { ...step, about: `lesson/${questions.slug}.main`, recorded };
    const given = writeGiven({ kind: 'choice', option: 0 });
    room.sources.live.tell(told(question, { given }));
    await expect.element(button('Change my answer')).toBeVisible();
    const { progress } = room.app;
    expect(progress.isOpen(questions.slug, step.id)).toBe(true);
    room.sources.live.tell(told(question, { given, revealed: true, tally: [] }));
    await expect
      .poll(() => progress.get(questions.slug, step.id))
      .toEqual({ state: 'answered', given: { kind: 'choice', option: 0 }, right: false });
  });

  test('is told the recorded answer also where that recording is not open', async () => {
    const room = await follower();
    const recorded = { kind: 'number', value: 99 } as const;
    const question = { ...made('take'), about: 'recording/other', answer: 99_999, recorded };
    const given = writeGiven(recorded);
    room.sources.live.tell(told(question, { given, revealed: true, tally: [] }));
    await expect.element(page.getByRole('group', { name: 'Result: Right' })).toBeVisible();
  });

  test.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)('finds nothing that axe would mind, %s at %i', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(width, 844);
    const room = await follower();
    const question = made('wait');
    room.sources.live.tell(told(question));
    await expect.element(card).toBeVisible();
    expect((await axe.run(document.body)).violations.map(({ id }) => id).filter(isOfViews)).toEqual(
      [],
    );
    const recorded = { kind: 'choice', option: 0 } as const;
    const tally = [{ given: writeGiven(recorded), count: 2, hands: 1 }];
    room.sources.live.tell(told({ ...question, recorded }, { revealed: true, answers: 2, tally }));
    await expect.element(page.getByRole('table')).toBeVisible();
    expect((await axe.run(document.body)).violations.map(({ id }) => id).filter(isOfViews)).toEqual(
      [],
    );
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    delete document.documentElement.dataset['theme'];
  });
});

/** What only a whole page has. */
function isOfViews(id: string): boolean {
  return !['region', 'page-has-heading-one', 'landmark-one-main'].includes(id);
}

describe('the presenter', () => {
  const part = page.getByRole('region', { name: 'Question to the room' });

  test('asks what is recorded: it is hidden here too, from the event where it is asked', async () => {
    const room = await presenter();
    await part.getByRole('button', { name: 'Make questions of this recording' }).click();
    const list = part.getByRole('list', { name: 'What is recorded' });
    await list
      .getByRole('button', { name: /^Ask: .*How many bytes does it return\?/ })
      .first()
      .click();
    const pose = sent(room, 'pose');
    const question = readRoomQuestion(pose?.question ?? '');
    expect(question).toMatchObject({ about: 'recording/now', kind: 'number' });
    expect(pose?.after).toBeGreaterThan(0);
    room.sources.live.tell(told(question as RoomQuestion, { after: pose?.after as number }));
    await expect.poll(() => lastOf(room)).toBe(pose?.after);
    expect(seqOf(room)).toBe(pose?.after);
  });

  test('sees the tally grow, or hides it from the projector', async () => {
    const room = await presenter();
    const question = made('wait');
    const tally = [{ given: writeGiven({ kind: 'choice', option: 1 }), count: 7, hands: 0 }];
    room.sources.live.tell(told(question, { answers: 7, tally }));
    await expect.element(part.getByText('7 of 12 have answered.')).toBeVisible();
    const row = part.getByRole('row', { name: /^It returns without waiting/ });
    await expect.element(row).toHaveTextContent('7');
    await part.getByRole('checkbox', { name: 'Show the tally here before the answer' }).click();
    await expect.element(row).not.toBeInTheDocument();
  });

  test('counts hands for an option, and for an answer that nobody has given', async () => {
    const room = await presenter();
    room.sources.live.tell(told(made('wait'), { tally: [] }));
    await part.getByRole('spinbutton', { name: 'Hands for It has to wait' }).fill('14');
    await userEvent.tab();
    const given = writeGiven({ kind: 'choice', option: 0 });
    expect(sent(room, 'hands')).toEqual({ type: 'hands', given, count: 14 });

    room.sources.live.tell(told(made('take'), { number: 2, tally: [] }));
    await part.getByText('Hands for another answer').click();
    await part.getByRole('textbox').fill('12');
    await part.getByRole('spinbutton', { name: 'Hands' }).fill('3');
    await part.getByRole('button', { name: 'Add' }).click();
    const typed = writeGiven({ kind: 'number', value: 12 });
    expect(sent(room, 'hands')).toEqual({ type: 'hands', given: typed, count: 3 });
  });

  test('keeps the count where what was typed is no count', async () => {
    const room = await presenter();
    const tally = [{ given: writeGiven({ kind: 'choice', option: 0 }), count: 0, hands: 5 }];
    room.sources.live.tell(told(made('wait'), { tally }));
    const field = part.getByRole('spinbutton', { name: 'Hands for It has to wait' });
    await field.fill('-3');
    await userEvent.tab();
    await expect.element(field).toHaveValue(5);
    expect(sent(room, 'hands')).toBeUndefined();
  });

  test('shows the answer to all, with what is recorded, and goes to its event', async () => {
    const room = await presenter();
    const question = made('take');
    room.sources.live.tell(told(question, { tally: [] }));
    await part.getByRole('button', { name: 'Show the answer' }).click();
    const shown = readRoomQuestion(sent(room, 'reveal')?.question ?? '');
    expect(shown?.recorded).toEqual({ kind: 'number', value: 64 });
    if (question.kind === 'order') throw new Error('no order is made');
    await expect.poll(() => seqOf(room)).toBe(question.answer);
    room.sources.live.tell(told(shown as RoomQuestion, { revealed: true, tally: [] }));
    await expect.element(part.getByText(/^The answer is shown\./)).toBeVisible();
    await part.getByRole('button', { name: 'End the question' }).click();
    expect(sent(room, 'end-question')).toEqual({ type: 'end-question' });
  });

  test('cannot show an answer that this page does not have', async () => {
    const room = await presenter();
    room.sources.live.tell(told({ ...made('take'), about: 'recording/other' }, { tally: [] }));
    await expect.element(part.getByText(/^The answer is in another recording/)).toBeVisible();
    await expect.element(part.getByRole('button', { name: 'Show the answer' })).toBeDisabled();
  });

  test('asks what comes next; the answer shows by itself once it has happened', async () => {
    const { trace } = grownTo(LAST);
    const blocked = [...trace.ofKind('recv')].find((at) => trace.programs[at] === 1) as number;
    const returned = [...trace.ofKind('recv.ret')].find((at) => at > blocked) as number;
    const room = await presenter(trace.seqs[blocked] as number);
    const list = part.getByRole('list', { name: 'What comes next' });
    await list.getByRole('button', { name: /waits in recv\(64\)\. How many bytes/ }).click();
    const pose = sent(room, 'pose');
    const question = readRoomQuestion(pose?.question ?? '') as RoomQuestion;
    expect(question).toMatchObject({ answer: 0, coming: [expect.any(Number)] });
    room.sources.live.tell(told(question, { after: pose?.after as number, tally: [] }));
    await expect.element(part.getByText(/^It has not happened yet/)).toBeVisible();
    await expect.element(part.getByRole('button', { name: 'Show the answer' })).toBeDisabled();
    expect(sent(room, 'reveal')).toBeUndefined();
    room.grow(trace.seqs[returned] as number);
    await expect.poll(() => sent(room, 'reveal')).toBeDefined();
    const shown = readRoomQuestion(sent(room, 'reveal')?.question ?? '');
    expect(shown).toMatchObject({ answer: trace.seqs[returned], recorded: { value: 64 } });
  });

  test('is offered what the selected thread does next first, and the others', async () => {
    const { trace } = grownTo(LAST);
    const blocked = [...trace.ofKind('recv')].find((at) => trace.programs[at] === 1) as number;
    const room = await presenter(trace.seqs[blocked] as number);
    const asks = part.getByRole('list', { name: 'What comes next' }).getByRole('button');
    const names = () => asks.elements().map((one) => one.getAttribute('aria-label') ?? '');
    const before = names();
    expect(before.some((name) => name.includes('recv(64)'))).toBe(true);
    room.app.opened?.player.select(trace.threads[trace.ofKind('accept')[0] as number] as number);
    await expect.poll(() => names()[0]).not.toBe(before[0]);
    expect(names().toSorted()).toEqual(before.toSorted());
  });

  test('asks the question of the lesson’s page; with its answer the lesson goes on', async () => {
    const room = await lessonPage();
    room.sources.live.tell(PRESENTER);
    await render(Presenter, { app: room.app, live: room.live, sources: room.sources });
    await button(/^Class/).click();
    const list = part.getByRole('list', { name: 'This page of the lesson' });
    await list.getByRole('button', { name: 'Ask: How many bytes leave the client?' }).click();
    const pose = sent(room, 'pose');
    expect(pose).not.toHaveProperty('after');
    const question = readRoomQuestion(pose?.question ?? '') as RoomQuestion;
    expect(question.about).toBe(`lesson/${questions.slug}.main`);
    room.sources.live.tell(told(question, { tally: [] }));
    await part.getByRole('button', { name: 'Show the answer' }).click();
    const shown = readRoomQuestion(sent(room, 'reveal')?.question ?? '');
    expect(shown?.recorded).toEqual({ kind: 'choice', option: 2 });
    await expect.poll(() => room.app.progress.isOpen(questions.slug, question.id)).toBe(false);
  });

  test('asks nothing where nothing is open', async () => {
    const room = classPage(LAST);
    room.sources.live.tell(PRESENTER);
    room.sources.live.tell(ROOM);
    room.sources.live.tell(PEOPLE);
    await render(Presenter, { app: room.app, live: room.live, sources: room.sources });
    await button(/^Class/).click();
    await expect.element(part.getByText(/^Open a lesson, a recording/)).toBeVisible();
  });

  test('finds nothing that axe would mind in the panel with a question', async () => {
    const room = await presenter();
    await part.getByRole('button', { name: 'Make questions of this recording' }).click();
    await expect.element(part.getByRole('list', { name: 'What is recorded' })).toBeVisible();
    expect((await axe.run(document.body)).violations.map(({ id }) => id).filter(isOfViews)).toEqual(
      [],
    );
    const tally = [{ given: writeGiven({ kind: 'choice', option: 1 }), count: 7, hands: 0 }];
    room.sources.live.tell(told(made('wait'), { answers: 7, tally }));
    await expect.element(part.getByRole('table')).toBeVisible();
    expect((await axe.run(document.body)).violations.map(({ id }) => id).filter(isOfViews)).toEqual(
      [],
    );
  });
});
