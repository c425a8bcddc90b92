/** Whatever a file is: it opens, or is refused by the one error; never anything else, and soon. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openBytes } from '../../src/import/open.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { ImportError } from '../../src/trace/import-error.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { Ladder, lines, pcap, shortTalk } from './capture-builder.ts';
import { mutated } from './mutate.ts';

const RUNS = Number(process.env['WIRESTEP_FUZZ'] ?? 1000);
const SEED = Number(process.env['WIRESTEP_SEED'] ?? 20_261_123);
/** No file of the menagerie takes a hundredth of it. */
const SLOW_MS = 5000;
const FOLDER = 'test/import/menagerie';

const MENAGERIE = readdirSync(FOLDER).map((name) => {
  return { name, bytes: new Uint8Array(readFileSync(`${FOLDER}/${name}`)) };
});

/** The file as it opened; undefined where it was refused. All that is shown of it is looked at. */
async function tryOpen(
  bytes: Uint8Array,
  what: string,
  looks = true,
): Promise<ParsedTrace | undefined> {
  const begun = performance.now();
  try {
    const opened = await openBytes(bytes);
    if (looks) lookAt(opened);
    return opened;
  } catch (error) {
    if (error instanceof ImportError) return undefined;
    throw new Error(what, { cause: error });
  } finally {
    expect(performance.now() - begun, what).toBeLessThan(SLOW_MS);
  }
}

function lookAt({ trace, damage, damaged }: ParsedTrace): void {
  expect(damaged).toBeGreaterThanOrEqual(damage.length);
  const sentences = createSentences(trace);
  for (let position = 0; position < trace.length; position++) sentences(position);
  const { connections, sockets, threads } = createScenes(trace)(trace.length - 1);
  for (const { up, down } of connections) expect(up.sends.length + down.sends.length).toBeDefined();
  for (const { state, peer } of sockets) expect([state, peer]).toBeDefined();
  for (const { name, badge } of threads) expect(name + badge).not.toBe('');
}

test.each(MENAGERIE)('$name: opens, or is refused with a sentence', async ({ name, bytes }) => {
  await tryOpen(bytes, name);
});

const golden = new Uint8Array(readFileSync('test/trace/golden.trace.jsonl'));
const captures = MENAGERIE.filter(({ name }) => /\.pcap(ng)?$/.test(name));
const kinds = {
  pcap: captures.filter(({ name }) => name.endsWith('.pcap')).map(({ bytes }) => bytes),
  pcapng: captures.filter(({ name }) => name.endsWith('.pcapng')).map(({ bytes }) => bytes),
  gzip: [gzipSync(golden), gzipSync(pcap(shortTalk().packets))].map(
    (bytes) => new Uint8Array(bytes),
  ),
  trace: [golden],
};

test.each(Object.entries(kinds))(
  `%s: of ${RUNS} damaged files each opens or is refused (seed ${SEED})`,
  async (kind, seeds) => {
    let opened = 0;
    for (let n = 0; n < RUNS; n++) {
      const seed = SEED + n * 7919;
      const bytes = mutated(seeds[n % seeds.length] as Uint8Array, seed);
      // Own traces are looked at by the tests of the scene: here the file matters.
      const looks = kind !== 'trace' || n % 50 === 0;
      const what = `${kind}, run ${n}, seed ${seed}`;
      if ((await tryOpen(bytes, what, looks)) !== undefined) opened++;
    }
    console.log(
      `${kind}: ${opened} of ${RUNS} damaged files opened, the others were refused; seed ${SEED}`,
    );
    expect(opened).toBeGreaterThan(0);
  },
  3_600_000,
);

test('a capture that is cut shows what its whole packets show, wherever it is cut', async () => {
  const { packets } = new Ladder()
    .shake()
    .send('C', 'Hello')
    .send('S', 'Hi')
    .send('C', 'bye')
    .fin('C');
  const whole = pcap(packets);
  let seen = 0;
  for (let length = 25; length < whole.length; length++) {
    let [at, count] = [24, 0];
    while (count < packets.length && at + 16 + (packets[count] as Uint8Array).length <= length)
      at += 16 + (packets[count++] as Uint8Array).length;
    const cut = await tryOpen(whole.subarray(0, length), `cut at ${length}`);
    const expected = await tryOpen(pcap(packets.slice(0, count)), `${count} packets`);
    expect(cut && lines(cut).filter((line) => line !== 'end')).toEqual(
      expected && lines(expected).filter((line) => line !== 'end'),
    );
    if (cut !== undefined) seen++;
  }
  expect(seen).toBeGreaterThan(100);
});
