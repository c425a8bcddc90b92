import { describe, expect, test } from 'vitest';
import type { CuedQuestion } from '../../src/course/lesson.ts';
import { formatLink, parseLink } from '../../src/replay/link.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { auditWords, clock, exposedWords, modeTrouble } from '../../src/views/room/class-words.ts';
import { qrOf } from '../../src/views/room/qr.ts';
import { shownOn } from '../../src/views/room/shown.ts';
import { tallyCsv, tallyJson, tallyLines } from '../../src/views/room/tally-files.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());
const waits: CuedQuestion = {
  kind: 'choice',
  id: 'waits',
  prompt: [{ tag: 'p', children: ['Does ', { tag: 'code', children: ['recv(64)'] }, ' wait?'] }],
  reason: [],
  options: [
    { label: 'It waits', conditions: {} },
    { label: 'It returns, at once', conditions: {} },
  ],
  answer: 3,
};
const given = (option: number) => JSON.stringify({ kind: 'choice', option });

describe('tallies as files', () => {
  const question = JSON.stringify(waits);
  const rows = [
    { given: given(1), count: 9, hands: 2 },
    { given: given(0), count: 4, hands: 0 },
  ];

  test('say question and answer in words, pages and hands in numbers', () => {
    expect(tallyLines([{ question, rows }], trace)).toEqual([
      { question: 'Does recv(64) wait?', answer: 'It returns, at once', pages: 9, hands: 2 },
      { question: 'Does recv(64) wait?', answer: 'It waits', pages: 4, hands: 0 },
    ]);
  });

  test('as CSV have one line an answer; what holds a comma, a quote or a line end is quoted', () => {
    const text = JSON.stringify({ kind: 'text', value: 'a "b"\nc' });
    const lines = tallyLines(
      [
        { question, rows },
        { question, rows: [{ given: text, count: 1, hands: 0 }] },
      ],
      trace,
    );
    expect(tallyCsv(lines)).toBe(
      [
        'question,answer,pages,hands',
        'Does recv(64) wait?,"It returns, at once",9,2',
        'Does recv(64) wait?,It waits,4,0',
        'Does recv(64) wait?,"a ""b""\nc",1,0',
        '',
      ].join('\r\n'),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])(
    'an answer that a spreadsheet would take for a formula is text: %j',
    (value) => {
      const text = JSON.stringify({ kind: 'text', value });
      const csv = tallyCsv(
        tallyLines([{ question, rows: [{ given: text, count: 1, hands: 0 }] }], trace),
      );
      expect(csv).toContain(`,'${value},1,0`);
    },
  );

  test('as JSON can be read again', () => {
    const lines = tallyLines([{ question, rows }], trace);
    expect(JSON.parse(tallyJson(lines))).toEqual(lines);
  });

  test('keep as they came what is no question, and what is no answer', () => {
    const odd = [{ question: 'What?', rows: [{ given: 'no JSON', count: 1, hands: 0 }] }];
    expect(tallyLines(odd, undefined)).toEqual([
      { question: 'What?', answer: 'no JSON', pages: 1, hands: 0 },
    ]);
  });
});

describe('what the presenter reads', () => {
  const people = (page: boolean, server: boolean, join: readonly string[] = []) =>
    ({ type: 'people', people: [], join, exposed: { page, server }, tallies: [] }) as const;

  test('a room network needs a page that others reach, hosted an HTTPS address', () => {
    expect(modeTrouble('projector', people(false, false))).toBeUndefined();
    expect(modeTrouble('network', people(false, false))).toMatch(/--lan/);
    expect(modeTrouble('network', people(true, true))).toBeUndefined();
    expect(modeTrouble('hosted', people(true, true, ['http://a/#join=x']))).toMatch(/--public-url/);
    expect(modeTrouble('hosted', people(false, false, ['https://a/#join=x']))).toBeUndefined();
  });

  test('what is exposed is said for page and server apart', () => {
    const words = [true, false].flatMap((page) =>
      [true, false].map((server) => exposedWords(people(page, server))),
    );
    expect(new Set(words).size).toBe(4);
    expect(exposedWords(people(true, true))).toMatch(/Nothing is encrypted/);
    expect(exposedWords(people(false, false))).toMatch(/^Only this machine/);
  });

  test('a refused attempt is one line, with nothing in it that could act', () => {
    const at = new Date(2026, 0, 2, 3, 4).toISOString();
    const line = { at, from: '10.0.0.1', what: 'Bad \u001b[2Jcode.', times: 1 };
    expect(auditWords(line)).toMatch(/^03:04 from 10\.0\.0\.1: Bad/);
    expect(auditWords(line)).not.toContain('\u001b');
    expect(clock('yesterday')).toBe('yesterday');
  });
});

test('a QR code has its quiet border, and three finder patterns', () => {
  const { size, path } = qrOf('http://192.168.1.5:8000/#join=abcd');
  const dark = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let n = 0; n < Number(width); n++) dark.add(`${Number(x) + n},${y}`);
  }
  const border = [...dark].filter((at) => at.split(',').some((n) => +n < 4 || +n >= size - 4));
  expect(border).toEqual([]);
  const finder = (left: number, top: number): boolean =>
    Array.from({ length: 49 }, (_, at) => [at % 7, Math.floor(at / 7)] as const).every(([x, y]) => {
      const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
      return dark.has(`${left + x},${top + y}`) === (ring !== 2);
    });
  const far = size - 4 - 7;
  expect([finder(4, 4), finder(far, 4), finder(4, far), finder(far, far)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

describe('what a presenter shows', () => {
  const at = (hash: string, rank?: number) => {
    const link = parseLink(hash);
    const player = new PlayerState(trace, undefined, link);
    if (rank !== undefined) player.replay.seekRank(rank);
    const moment = link && { ...link, seq: player.replay.event?.seq };
    return { moment, opened: { player } } as unknown as Parameters<typeof shownOn>[0];
  };

  test('is the end of the live recording without its event, which changes', () => {
    expect(shownOn(at('#/recording/a', trace.stops.length), 'a')).toEqual({
      link: '#/recording/a',
      now: true,
    });
    expect(shownOn(at('#/recording/a', 3), 'a')?.now).toBe(false);
    expect(shownOn(at('#/recording/b', trace.stops.length), 'a')?.now).toBe(false);
  });

  test.each(['#/', '#/recordings', '#/lab', '#/glossary', '#/errors', '#/live', '#/worksheet/a'])(
    'is nothing on %s',
    (hash) => {
      expect(shownOn(at(hash), 'a')).toBeUndefined();
    },
  );

  test.each(['#/lesson/a/2', '#/recording/b', '#/preset/c', '#/compare/recording/a/recording/b'])(
    'is %s',
    (hash) => {
      const shown = shownOn(at(hash, 3), 'a');
      const link = parseLink(shown?.link ?? '');
      expect(link && formatLink({ ...link, seq: undefined })).toBe(hash);
      expect(link?.seq).toBeDefined();
    },
  );
});
