import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSvg } from '../../src/export/svg.ts';
import type { Part } from '../../src/export/part.ts';
import { arrowsOf } from '../../src/scene/provenance.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { runPeer } from '../support/peers.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { emptyPage, useChromium } from './chromium.ts';
import { golden, partOfTrace, recording, textOf } from './parts.ts';

useChromium();

const write = (part: Part) => textOf(writeSvg(part));
const ofEvents = (events: readonly Unnumbered[], header = HEADER) =>
  write(partOfTrace(traceOf(events, header)));
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
const titles = (svg: string) =>
  [...svg.matchAll(/<g><title>([^<]*)<\/title>/g)].map(([, text]) => text ?? '');
const heightOf = (svg: string) => Number(/ height="(\d+)/.exec(svg)?.[1]);

const SOCKET = { ...MAIN, socket: 1, fd: 3 } as const;
const sends = (count: number, text = 'Hi'): Unnumbered[] =>
  Array.from({ length: count }, (_, n) => {
    const bytes = encode(text);
    return { kind: 'send', ...SOCKET, len: bytes.length, offset: n * bytes.length, bytes };
  });
const EVIL = `<script>alert(1)</script>]]>&amp;"'\u0000\u001b\u202e\ufffe\uffff\ud800\u2028<!--`;
const hostile = (): string => {
  const bytes = encode(EVIL);
  return ofEvents(
    [
      { kind: 'prog.start', program: 1, name: EVIL, role: 'server', argv: [] },
      { kind: 'thread.run', ...MAIN, name: EVIL, tid: 1 },
      { kind: 'thread.start', ...MAIN, child: 2, name: EVIL },
      { kind: 'send', ...SOCKET, len: bytes.length, offset: 0, bytes },
      { kind: 'accept.ret', ...SOCKET, call: 9, accepted: 7, peer: [EVIL, 1], local: [EVIL, 2] },
      { kind: 'marker', text: EVIL },
      { kind: 'gap', count: 2, why: EVIL },
      { kind: 'thread.err', ...MAIN, name: EVIL, message: EVIL, file: 1, line: 1 },
    ],
    { ...HEADER, title: EVIL },
  );
};

/** Python's own parser, which is strict; prints the number of elements of each file's text. */
const COUNT_ELEMENTS = `
import json, sys, xml.etree.ElementTree as tree
print(json.dumps([sum(1 for _ in tree.fromstring(each).iter()) for each in json.load(sys.stdin)]))
`;

test('every picture is well-formed XML, whatever was sent and whoever sent it', () => {
  const pictures = [
    write(partOfTrace(golden())),
    write(partOfTrace(recording('test/recordings/three.trace.jsonl'))),
    hostile(),
    ofEvents(sends(1000)),
    ofEvents([{ kind: 'end' }]),
    ...fc.sample(runs, { numRuns: 60, seed: 4 }).map((events) => {
      const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
      return write(partOfTrace(trace));
    }),
  ];
  const counts = JSON.parse(
    runPeer('python3', ['-c', COUNT_ELEMENTS], { input: JSON.stringify(pictures) }).toString(),
  ) as number[];
  expect(counts).toHaveLength(pictures.length);
  expect(Math.min(...counts)).toBeGreaterThan(5);
});

test('a picture needs nothing else, and runs nothing', () => {
  for (const svg of [write(partOfTrace(golden())), hostile()]) {
    expect(svg).not.toMatch(/<(script|foreignObject|image|use|a|iframe|link)\b|\son\w+=|@import/);
    expect(svg).not.toMatch(/\b(href|src)=/);
    for (const [, target] of svg.matchAll(/url\(([^)]*)\)/g)) expect(target).toMatch(/^#/);
    expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
  }
});

test('every arrow is one of the recording’s, from its send to its recv', () => {
  for (const path of ['test/recordings/hello.trace.jsonl', 'test/recordings/three.trace.jsonl']) {
    const trace = recording(path);
    const { connections } = createScenes(trace)(trace.length - 1);
    const wanted = connections
      .flatMap(({ up, down }) => [...arrowsOf(up), ...arrowsOf(down)])
      .map(({ send, recv }) => `event ${send} → ${recv}`);
    const drawn = titles(write(partOfTrace(trace)))
      .map((title) => title.split(':')[0] ?? '')
      .filter((title) => wanted.includes(title));
    expect(drawn.sort()).toEqual(wanted.sort());
  }
});

test('what a recv asked for and got stands beside its arrow, once', () => {
  const words = texts(write(partOfTrace(golden())));
  expect(words).toContain('64 bytes &quot;12&quot;…');
  expect(words).toContain('recv ≤ 64 got 64');
  expect(words.filter((text) => text === 'recv ≤ 21 got 21')).toHaveLength(1);
  expect(words).toContain('recv × 50, not written one by one');
  expect(words).toContain('died: ValueError');
  expect(words).toContain('127.0.0.1:59002');
  expect(words).toContain('not recorded');
});

test('a thread that waits while others act is hatched, one that does not is not', () => {
  const other = { program: 1, thread: 2, socket: 2, fd: 4 } as const;
  const bytes = encode('Hi');
  const hatched = (events: readonly Unnumbered[]) =>
    ofEvents(events).match(/<rect[^>]*url\(#wirestep-blocked\)/g)?.length ?? 0;
  const recv: Unnumbered = { kind: 'recv', ...SOCKET, max: 64 };
  const got: Unnumbered = { kind: 'recv.ret', ...SOCKET, call: 1, n: 2, offset: 0, bytes };
  const meanwhile: Unnumbered = { kind: 'send', ...other, len: 2, offset: 0, bytes };
  // One more is in the legend, where there is one at all.
  expect(hatched([recv, meanwhile, meanwhile, got])).toBe(2);
  expect(hatched([meanwhile, { ...recv }, { ...got, call: 2 }, meanwhile])).toBe(0);
  const own: Unnumbered = { kind: 'send', ...SOCKET, len: 2, offset: 0, bytes };
  expect(hatched([own, recv, meanwhile, meanwhile]), 'for ever').toBe(2);
});

describe('a picture is bounded', () => {
  const left = (svg: string) => texts(svg).find((text) => text.includes('left out'));

  test('in height: it says how many messages are left out', () => {
    const svg = ofEvents(sends(5000));
    expect(left(svg)).toBe('4900 more messages and notes are left out.');
    expect(heightOf(svg)).toBeLessThan(6500);
    expect(heightOf(ofEvents(sends(50_000)))).toBe(heightOf(svg));
    expect(left(ofEvents(sends(100)))).toBeUndefined();
    expect(left(ofEvents(sends(101)))).toBe('1 more message or note is left out.');
  });

  test('in width: messages of threads too many are left out, and counted', () => {
    const many = Array.from({ length: 64 }, (_, n): Unnumbered => {
      return { kind: 'thread.start', ...MAIN, child: n + 2, name: `Thread-${n + 1}` };
    });
    const svg = ofEvents(many);
    expect(left(svg)).toBe('55 more messages and notes are left out.');
    expect(Number(/ width="(\d+)/.exec(svg)?.[1])).toBeLessThan(2600);
  });
});

test('a part says that it is one, an import what it lacks, in words beside the picture too', () => {
  const imported = { from: 'capture', tool: 'dumpcap', missing: ['calls', 'threads'] } as const;
  const trace = traceOf(sends(1), { ...HEADER, imported });
  const svg = write(partOfTrace(trace, { scope: { connection: 1 }, redacted: true }));
  const sentences = [
    'Only connection 1.',
    'Redacted: payloads, prints, addresses and paths have stand-ins.',
    'Imported from a capture of packets by dumpcap.',
    'Not recorded: calls, threads.',
  ];
  expect(texts(svg)).toEqual(expect.arrayContaining(sentences));
  for (const sentence of sentences) expect(/<desc[^>]*>([^<]*)/.exec(svg)?.[1]).toContain(sentence);
  expect(svg).not.toContain('not taken');
});

describe('in a browser', () => {
  test('it is a named picture, and every text lies within it', async () => {
    const page = await emptyPage();
    for (const [svg, name] of [
      [write(partOfTrace(golden())), 'Golden: five peers of the course server'],
      [hostile(), undefined],
      [ofEvents(sends(200, '漢字'.repeat(40))), 'a test'],
    ] as const) {
      const outside = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
        if (parsed.querySelector('parsererror') !== null) return ['not well-formed'];
        const picture = document.importNode(parsed.documentElement, true);
        document.body.replaceChildren(picture);
        const { right, bottom, left, top } = picture.getBoundingClientRect();
        return [...picture.querySelectorAll('text')]
          .filter((text) => {
            const own = text.getBoundingClientRect();
            const inside = own.left >= left && own.right <= right && own.top >= top;
            return (
              !inside || own.bottom > bottom || parseFloat(getComputedStyle(text).fontSize) < 12
            );
          })
          .map(({ textContent }) => textContent);
      }, svg);
      expect(outside).toEqual([]);
      const picture = page.getByRole('img', name === undefined ? {} : { name });
      expect(await picture.count()).toBe(1);
    }
  });

  test('it is light on paper, dark on a dark screen, and can be read on both', async () => {
    const svg = write(partOfTrace(golden()));
    const papers = new Set<string>();
    for (const [media, colorScheme] of [
      ['screen', 'light'],
      ['screen', 'dark'],
      ['print', 'dark'],
    ] as const) {
      const page = await emptyPage({ colorScheme });
      await page.emulateMedia({ media });
      const { paper, weakest } = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
        const picture = document.importNode(parsed.documentElement, true);
        document.body.replaceChildren(picture);
        const luminance = (colour: string) => {
          const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((one) => {
            const part = Number(one) / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const fillOf = (element: Element) => getComputedStyle(element).fill;
        const ground = luminance(fillOf(picture.querySelector('rect') as Element));
        const contrasts = [...picture.querySelectorAll('text')].map((text) => {
          const own = luminance(fillOf(text));
          return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
        });
        const rect = picture.querySelector('svg > rect') as Element;
        return { paper: fillOf(rect), weakest: Math.min(...contrasts) };
      }, svg);
      papers.add(`${media} ${paper}`);
      expect(weakest).toBeGreaterThan(4.5);
    }
    expect([...papers]).toEqual([
      'screen rgb(255, 255, 255)',
      'screen rgb(14, 17, 22)',
      'print rgb(255, 255, 255)',
    ]);
  });
});

test('the same part is the same picture', () => {
  expect(write(partOfTrace(golden()))).toBe(write(partOfTrace(golden())));
});
