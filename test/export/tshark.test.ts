import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { pairSockets } from '../../src/scene/pairs.ts';
import type { Address, TraceEvent } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { runs } from '../scene/generate.ts';
import { runPeer } from '../support/peers.ts';
import { encode, HEADER } from '../trace/support.ts';
import { captureOf, follow, recordedStreams, tshark, withCapture } from './captures.ts';
import type { Streams } from './captures.ts';
import { partOfTrace, recording } from './parts.ts';
import { readPcapng } from './read-pcapng.ts';
import type { Entry } from './read-pcapng.ts';

/** Every recording of the repository: the lessons', the byte lab's and those of the tests. */
function recordings(): readonly string[] {
  return ['lessons', 'test'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('trace.jsonl'))
      .map((name) => `${folder}/${name}`)
      .sort(),
  );
}

/** What tshark says of many captures, each a section of one file. */
interface Told {
  /** Frames with an expert item of warning or above, or a bad checksum. */
  readonly worried: readonly (readonly string[])[];
  /** The first frame of each stream: section, packet id, how complete the stream is. */
  readonly streams: readonly { section: number; id: number; complete: number; reset: boolean }[];
  readonly followed: readonly Streams[];
}

function tell(traces: readonly Trace[]): Told {
  return withCapture(
    Buffer.concat(traces.map((trace) => captureOf(partOfTrace(trace)))),
    (file) => {
      const bad = ['tcp', 'ip'].map((each) => `${each}.checksum.status == "Bad"`).join(' || ');
      const filter = `_ws.expert.severity >= "Warning" || ${bad}`;
      const about = ['frame.section_number', 'frame.packet_id', '_ws.expert.message'];
      const worried = tshark(file, about, filter);
      const fields = ['tcp.stream', 'frame.section_number', 'frame.packet_id', 'tcp.completeness'];
      const rows = tshark(file, [...fields, 'tcp.flags.reset'], 'tcp');
      const streams: Told['streams'][number][] = [];
      for (const [stream, section, id, complete, reset] of rows) {
        const known = (streams[Number(stream)] ??= {
          section: Number(section),
          id: Number(id),
          complete: Number(complete),
          reset: false,
        });
        if (reset === '1' || reset === 'True') known.reset = true;
      }
      return { worried, streams, followed: follow(file, streams.length) };
    },
  );
}

/** 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST: what a stream has, by its packets. */
function completeness(packets: readonly { flags: string; bytes: number }[]): number {
  const has = (flag: string) => packets.some(({ flags }) => flags.includes(flag));
  const data = packets.some(({ bytes }) => bytes > 0);
  return 7 + (data ? 8 : 0) + (has('FIN') ? 16 : 0) + (has('RST') ? 32 : 0);
}

function expectStreams(traces: readonly Trace[], told: Told, names: readonly string[]): void {
  const expected = traces.flatMap((trace, n) => {
    const byId = recordedStreams(trace);
    const pairs = pairSockets(trace).map((pair) => {
      const asked = trace.positionOf(trace.calls[pair.connected] ?? 0);
      const begins = asked >= 0 ? asked : pair.from;
      return { id: trace.seqs[begins] as number, streams: byId.get(pair.id) };
    });
    return pairs
      .sort((a, b) => a.id - b.id)
      .map(({ id, streams }) => ({ what: `${names[n]} ${id}`, streams }));
  });
  const found = told.streams.map(({ section, id }, n) => ({
    what: `${names[section - 1]} ${id}`,
    streams: told.followed[n],
  }));
  expect(found).toEqual(expected);
}

const notReset = ([, , message]: readonly string[]) =>
  !/Connection reset \(RST\)$/.test(message ?? '');

describe('the capture of every recording', () => {
  const names = recordings();
  const traces = names.map(recording);
  let told: Told;
  beforeAll(() => {
    told = tell(traces);
  }, 240_000);

  test('has no bad checksum and nothing that tshark warns of but real resets', () => {
    expect(names.length).toBeGreaterThan(80);
    expect(told.worried.filter(notReset)).toEqual([]);
    expect(told.worried.length).toBe(told.streams.filter(({ reset }) => reset).length);
    expect(told.worried.length).toBeGreaterThan(5);
  });

  test('gives back the recorded bytes of both directions of every connection', () => {
    expectStreams(traces, told, names);
    expect(told.followed.length).toBeGreaterThan(90);
  });

  test('has whole connections: 31 with data and FIN, 23 without data, 47 with RST', () => {
    const kinds = new Map<number, number>();
    const begun = new Set<string>();
    for (const [n, trace] of traces.entries()) {
      const { blocks } = readPcapng(captureOf(partOfTrace(trace)));
      const packets = blocks.filter((block) => block.kind === 'packet');
      const flows = new Map<string, { id: number; all: { flags: string; bytes: number }[] }>();
      for (const { id, tcp } of packets) {
        const key = [tcp.from, tcp.to].sort().join();
        if (tcp.flags === 'SYN') flows.set(key, { id, all: [] });
        flows.get(key)?.all.push({ flags: tcp.flags, bytes: tcp.payload.length });
        if (tcp.flags !== 'SYN') continue;
        begun.add(`${n + 1} ${id}`);
      }
      for (const { id, all } of flows.values()) {
        const stream = told.streams.find((one) => one.section === n + 1 && one.id === id);
        expect([names[n], id, stream?.complete]).toEqual([names[n], id, completeness(all)]);
        kinds.set(completeness(all), (kinds.get(completeness(all)) ?? 0) + 1);
      }
    }
    expect(begun.size).toBe(told.streams.length);
    expect([...kinds.keys()].sort()).toEqual(expect.arrayContaining([31, 47]));
  });
});

/** The same events with addresses that no other run of the batch has. */
function apart(events: readonly TraceEvent[], n: number): readonly TraceEvent[] {
  const host = `10.${n >> 8}.${n & 255}.1`;
  const moved = (address: Address): Address => [host, address[1]];
  return events.map((event) => {
    if ('peer' in event) return { ...event, local: moved(event.local), peer: moved(event.peer) };
    return 'address' in event ? { ...event, address: moved(event.address) } : event;
  });
}

/** Where two ports are used again before their first connection is over, no kernel could have done so. */
function isPossible(trace: Trace): boolean {
  const ends = pairSockets(trace).map(({ clientAddress }) => clientAddress.join());
  return new Set(ends).size === ends.length;
}

test('any run’s capture gives its bytes back, and tshark warns of resets only', () => {
  const seed = Number(process.env['WIRESTEP_SEED'] ?? 20_261_123);
  const count = Number(process.env['WIRESTEP_RUNS'] ?? 120);
  const sample = fc.sample(runs, { numRuns: count, seed });
  const made = sample.map((events, n) => {
    const header = { ...HEADER, id: `run ${n}` };
    return parseTrace(encode(writeTrace(header, apart(events, n)))).trace;
  });
  const traces = made.filter(isPossible);
  expect(traces.length).toBeGreaterThan(count * 0.9);
  const names = traces.map((_, n) => `run ${n} of seed ${seed},`);
  const told = tell(traces);
  expect(
    told.worried.filter(notReset).map(([n, ...more]) => [names[Number(n) - 1], ...more]),
  ).toEqual([]);
  expectStreams(traces, told, names);
}, 240_000);

describe('tshark shows of a recording', () => {
  const trace = recording('test/recordings/hello.trace.jsonl');
  const bytes = captureOf(partOfTrace(trace));
  const entries = readPcapng(bytes).blocks.filter(
    (block): block is Entry => block.kind === 'entry',
  );

  test('the call that made a packet as its comment, and the event’s number as its id', () => {
    const rows = withCapture(bytes, (file) =>
      tshark(file, ['frame.packet_id', 'frame.comment'], 'tcp.len > 0'),
    );
    expect(rows).toEqual([
      ['48', '[client-1] send(46, "12"…, 64) = 64 <0.000173>, client_hello.py:18'],
      ['51', '[client-1] send(46, "Hello World!", 12) = 12 <0.000067>, client_hello.py:19'],
      ['78', '[Thread-1] send(45, "Msg received", 12) = 12 <0.000205>, server.py:25'],
    ]);
  });

  test('every journal entry in its place, with time, process and source line', () => {
    const fields = ['message', 'pid', 'code_file', 'code_line'].map(
      (one) => `systemd_journal.${one}`,
    );
    const rows = withCapture(bytes, (file) =>
      tshark(file, ['frame.time_epoch', ...fields], 'systemd_journal'),
    );
    expect(rows).toEqual(
      entries.map(({ fields: entry }) => [
        `${entry['__REALTIME_TIMESTAMP']?.replace(/(\d{6})$/, '.$1')}000`,
        entry['MESSAGE'],
        entry['_PID'],
        entry['CODE_FILE'] ?? '',
        entry['CODE_LINE'] ?? '',
      ]),
    );
    const accept = rows.find(([, message]) => message?.includes('accept(40, ('));
    expect(accept?.slice(1)).toEqual([
      "[MainThread] accept(40, ('127.0.0.1', 49810)) = 45 <0.021944>",
      String(trace.header.pid),
      'server.py',
      '32',
    ]);
  });

  test('which program’s interface a packet is on, and which way it goes', () => {
    const rows = withCapture(bytes, (file) =>
      tshark(file, ['frame.interface_name', 'frame.p2p_dir', 'tcp.dstport'], 'tcp.len > 0'),
    );
    expect(rows).toEqual([
      ['client-1', '0', '5050'],
      ['client-1', '0', '5050'],
      ['server', '0', '49810'],
    ]);
  });

  test('the times of the calls, to the nanosecond', () => {
    const [row] = withCapture(bytes, (file) =>
      tshark(file, ['frame.time_epoch'], 'frame.packet_id == 48'),
    );
    const at = BigInt(trace.header.epoch_ns) + BigInt(trace.ats[trace.positionOf(48)] as number);
    expect(row?.[0]?.replace('.', '')).toBe(String(at));
  });
});

test('capinfos reads what is synthetic, who recorded, and that time does not run backwards', () => {
  const bytes = captureOf(partOfTrace(recording('test/trace/golden.trace.jsonl')));
  const text = withCapture(bytes, (file) => runPeer('capinfos', [file]).toString());
  expect(text).toMatch(/Strict time order: +True/);
  expect(text).toMatch(/Capture comment: +.*are synthetic/);
  expect(text).toMatch(/Time resolution = 0x09/);
  expect(text).toMatch(/Name = server\n/);
});
