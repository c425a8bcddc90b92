import fc from 'fast-check';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { MOST_MESSAGES, writeMermaid } from '../../src/export/mermaid.ts';
import type { Part } from '../../src/export/part.ts';
import { visible } from '../../src/trace/visible.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { emptyPage, useChromium } from './chromium.ts';
import { golden, partOfTrace, recording, textOf } from './parts.ts';

useChromium();

/** A diagram as Mermaid understood it, its texts decoded. */
interface Understood {
  readonly title: string;
  readonly actors: readonly string[];
  /** From, to and text; of a note the parties that it is over. */
  readonly messages: readonly (readonly [from: string, to: string, text: string])[];
}

const write = (part: Part) => textOf(writeMermaid(part));
const ofEvents = (events: readonly Unnumbered[], header = HEADER) =>
  write(partOfTrace(traceOf(events, header)));

/** Loaded once: Mermaid is large. */
let page: Page;
beforeAll(async () => {
  page = await emptyPage();
  await page.addScriptTag({ path: 'node_modules/mermaid/dist/mermaid.min.js' });
});

/** What Mermaid reads in each text; fails in its words where it refuses one. */
function understood(texts: readonly string[]): Promise<readonly Understood[]> {
  return page.evaluate(async (all) => {
    interface Diagram {
      readonly db: {
        getDiagramTitle(): string;
        getActors(): Map<string, { readonly description: string }>;
        getMessages(): { from?: string; to?: string; message?: unknown }[];
      };
    }
    const { mermaid } = window as unknown as {
      mermaid: {
        parse(text: string): Promise<{ readonly diagramType: string }>;
        mermaidAPI: { getDiagramFromText(text: string): Promise<Diagram> };
      };
    };
    const element = document.createElement('textarea');
    const decoded = (text: unknown) => {
      const coded = String(text).replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';');
      element.innerHTML = coded.replace(/</g, '&lt;');
      return element.value;
    };
    const read = [];
    for (const text of all) {
      const { diagramType } = await mermaid.parse(text);
      if (diagramType !== 'sequence') throw new Error(`a ${diagramType} diagram`);
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(
        text.replace(/#(\d+);/g, (_, code) => `ﬂ°°${code}¶ß`),
      );
      read.push({
        title: decoded(db.getDiagramTitle()),
        actors: [...db.getActors().values()].map(({ description }) => decoded(description)),
        messages: db
          .getMessages()
          .map(({ from = '', to = '', message }) => [from, to, decoded(message)] as const),
      });
    }
    return read;
  }, texts);
}

test('the course’s three messages are what Mermaid reads', async () => {
  const text = write(partOfTrace(recording('test/recordings/hello.trace.jsonl')));
  const [diagram] = await understood([text]);
  expect(diagram?.actors).toEqual(['client-1', 'MainThread (server)', 'Thread-1 (server)']);
  expect(diagram?.messages.slice(0, 5)).toEqual([
    ['p1', 'p2', 'connects'],
    ['p2', 'p3', 'starts'],
    ['p1', 'p3', '64 bytes "12"…'],
    ['p1', 'p3', '12 bytes "Hello World!"'],
    ['p3', 'p1', '12 bytes "Msg received"'],
  ]);
});

test('Mermaid draws the golden trace, each message as it was written', async () => {
  const drawn = await page.evaluate(
    async (text) => {
      const { mermaid } = window as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ readonly svg: string }> };
      };
      const { svg } = await mermaid.render('drawn', text);
      const picture = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return [...picture.querySelectorAll('.messageText')].map(({ textContent }) => textContent);
    },
    write(partOfTrace(golden())),
  );
  expect(drawn).toContain('12 bytes "Hello World!"');
  expect(drawn).toContain('64 bytes "5␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀"…');
  expect(drawn).toContain('3 bytes "Gr\\xc3"');
  expect(drawn).toContain('end of the stream');
});

test('any run is a diagram', async () => {
  const texts = fc.sample(runs, { numRuns: 80, seed: 6 }).map((events) => {
    const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
    return write(partOfTrace(trace));
  });
  const read = await understood(texts);
  expect(read).toHaveLength(80);
});

describe('whatever a client is called and sends', () => {
  const PIECES = [
    ...['end', 'End', ' ', '\n', ';', '#', '##', '#59;', '%%', '%%{init: {}}%%', '---', '"', "'"],
    ...['<br/>', '<script>alert(1)</script>', '&lt;', '&#59;', '$$', '`', '```', '\\n', '{', '}'],
    ...['@{', 'wrap:', 'nowrap:', ': ', '->>', '-x', '--)', '-->', '()', '(', '+', ',', '\u0000'],
    ...['participant', 'as', ' as ', 'Note over', 'title', 'accDescr {', 'style: ', 'classDef a:'],
    ...['ﬂ°°59¶ß', 'ﬂ°', '¶ß', '\u202e', '\u2028', 'é', '☕', 'loop', 'alt', 'box', 'rect rgb(0)'],
    ...['autonumber', 'activate', 'links', 'properties', 'sequenceDiagram', 'graph TD', 'x', '12'],
  ];
  const any = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 });
  const words = any.map((pieces) => pieces.join(''));

  test('Mermaid reads these messages, and no others', async () => {
    const cases = fc.sample(fc.tuple(words, words, words), {
      numRuns: 150,
      seed: 1,
    });
    const texts = cases.map(([name, sent, title]) =>
      ofEvents(
        [
          { kind: 'thread.run', ...MAIN, name, tid: 1 },
          {
            kind: 'send',
            ...MAIN,
            socket: 1,
            fd: 3,
            len: encode(sent).length,
            offset: 0,
            bytes: encode(sent),
          },
          { kind: 'marker', text: sent },
          { kind: 'thread.err', ...MAIN, name, message: sent, file: 1, line: 1 },
        ],
        { ...HEADER, title },
      ),
    );
    const read = await understood(texts);
    const short = (text: string, most: number) =>
      [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;
    cases.forEach(([name, sent, title], n) => {
      const shown = visible(name).replace(/ \(.*\)$/, '');
      const { actors = [], messages = [], title: drawn } = read[n] ?? {};
      const problem = JSON.stringify([name, sent, title]);
      expect(actors[0], problem).toBe(`${short(shown, 40)} (server)`.trim());
      expect(messages, problem).toHaveLength(3);
      expect(messages[0]?.[2], problem).toMatch(/^\d+ bytes? ".*"…?$/u);
      expect(messages[1]?.[2], problem).toBe(short(visible(sent), 120).trim());
      expect(messages[2]?.[2], problem).toBe(short(`died: ${visible(name)}`, 120).trim());
      expect(drawn, problem).toBe(short(visible(title), 120).trim());
    });
  });
});

describe('a diagram ends where Mermaid’s limits are', () => {
  const client = { ...MAIN, socket: 1, fd: 3 } as const;
  const many = (count: number, text: string): Unnumbered[] =>
    Array.from({ length: count }, (_, n) => {
      const bytes = encode(text);
      return { kind: 'send', ...client, len: bytes.length, offset: n * bytes.length, bytes };
    });
  const left = (text: string) => Number(/(\d+) more messages? /.exec(text)?.[1] ?? 0);
  const messages = (text: string) => text.match(/->>/g)?.length ?? 0;

  test('400 messages, and says how many more there are', async () => {
    const text = ofEvents(many(1000, 'Hi'));
    expect(messages(text)).toBe(MOST_MESSAGES);
    expect(left(text)).toBe(600);
    expect(ofEvents(many(400, 'Hi'))).not.toContain('left out');
    const [diagram] = await understood([text]);
    expect(diagram?.messages.at(-1)?.[2]).toBe('600 more messages and notes are left out');
  });

  test('and 50,000 characters, whatever they are', async () => {
    const text = ofEvents(many(1000, '#;'.repeat(50)));
    expect(text.length).toBeLessThan(50_000);
    expect(messages(text)).toBeGreaterThan(100);
    expect(messages(text) + left(text)).toBe(1000);
    await understood([text]);
  });

  test('one is said to be left out in words that agree', () => {
    expect(ofEvents(many(401, 'Hi'))).toContain('1 more message or note is left out');
  });
});

test('nothing at all is a diagram too', async () => {
  const [diagram] = await understood([ofEvents([{ kind: 'end' }])]);
  expect(diagram).toMatchObject({ title: 'a test', actors: ['nothing was sent'], messages: [] });
});

test('bytes that nobody took are said to be so, replies are dashed', () => {
  const text = write(partOfTrace(recording('test/recordings/three.trace.jsonl')));
  expect(text).toMatch(/p\d-->>p\d: 12 bytes "Msg received"/);
  expect(text).not.toContain('not taken');
  const trace = recording('test/recordings/three.trace.jsonl');
  const first = trace.ofKind('recv.ret')[0] as number;
  const before = write(partOfTrace(trace, { has: (n) => n < first }));
  expect(before).toMatch(/-xp\d: not taken#58; 64 bytes "12"…/);
});

test('of a capture the ends stand in for threads, and nothing is said of what was taken', () => {
  const imported = { from: 'capture', tool: 'dumpcap', missing: ['calls', 'threads'] } as const;
  const end = { program: 2, thread: 2, socket: 1 } as const;
  const client = { ...end, fd: 0 } as const;
  const programs = [
    { p: 1, role: 'server', name: 'server' },
    { p: 2, role: 'client', name: 'client-1' },
  ] as const;
  const text = ofEvents(
    [
      { kind: 'connection', ...end, accepted: 2, local: ['h', 9], peer: ['h', 1] },
      { kind: 'send', ...client, len: 5, offset: 0, bytes: encode('He'), cut: 3 },
      { kind: 'connection.end', ...end, how: 'FIN' },
    ],
    { ...HEADER, programs, imported },
  );
  expect(text).toContain('%% Imported from a capture of packets by dumpcap.');
  expect(text).toContain('as client-1 (thread not recorded)');
  expect(text).toContain(': 5 bytes "He"…, 3 of them not recorded\n');
  expect(text).toContain(': FIN\n');
  expect(text).not.toContain('not taken');
});
