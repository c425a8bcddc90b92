/** A run of the course's programs, captured by Wireshark's own program while wirestep records it. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { openBytes } from '../../src/import/open.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { knownBytes, readStream } from '../../src/scene/stream.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { PythonProgram } from '../interop/python-program.ts';
import { temporaryFolder } from '../support/folder.ts';
import { CAPTURE_RIGHTS, startPeer } from '../support/peers.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

/** How long tshark may take to start on a busy machine. */
const PATIENCE_MS = 40_000;

/** Captures what goes over these ports of this machine; tells of every packet as it comes. */
class Capture {
  readonly file: string;
  /** The two ports and the flags of each packet. */
  readonly packets: { readonly ports: readonly number[]; readonly fin: boolean }[] = [];
  readonly #tshark;
  #stderr = '';

  constructor(folder: string, ports: readonly number[]) {
    this.file = join(folder, 'run.pcapng');
    const filter = ports.map((port) => `tcp port ${port}`).join(' or ');
    const shown = ['tcp.srcport', 'tcp.dstport', 'tcp.flags.fin'].flatMap((name) => ['-e', name]);
    const told = ['-P', '-l', '-n', '-T', 'fields', ...shown];
    this.#tshark = startPeer('tshark', ['-i', 'lo', '-f', filter, '-w', this.file, ...told]);
    this.#tshark.stderr.on('data', (text: Buffer) => (this.#stderr += text.toString()));
    let torn = '';
    this.#tshark.stdout.on('data', (text: Buffer) => {
      const lines = (torn + text.toString()).split('\n');
      torn = lines.pop() ?? '';
      for (const line of lines) {
        const [from, to, fin] = line.split('\t');
        this.packets.push({ ports: [Number(from), Number(to)], fin: /^(1|True)$/.test(fin ?? '') });
      }
    });
  }

  /** Throws with what can be done about it where this machine may not capture. */
  checked(): void {
    if (this.#tshark.exitCode === null) return;
    throw new Error(`tshark does not capture on lo: ${this.#stderr.trim()} ${CAPTURE_RIGHTS}`);
  }

  /** Waits until packets come at all: whoever knocks at this closed port is captured. */
  async ready(port: number): Promise<void> {
    await until(() => {
      this.checked();
      // Its "Capturing on" is told a little early: only a packet is a proof.
      if (/Capturing on/.test(this.#stderr))
        connect(port, '127.0.0.1').on('error', () => undefined);
      return this.packets.length > 0;
    }, PATIENCE_MS);
  }

  /** Waits for the last packets of a connection to a port, then ends. */
  async wholeOf(port: number): Promise<Uint8Array> {
    await until(() => {
      this.checked();
      return this.packets.filter(({ ports, fin }) => fin && ports.includes(port)).length >= 2;
    }, PATIENCE_MS);
    await this.stop();
    return readFileSync(this.file);
  }

  async stop(): Promise<void> {
    if (this.#tshark.exitCode !== null || this.#tshark.signalCode !== null) return;
    this.#tshark.kill('SIGINT');
    await once(this.#tshark, 'close');
  }
}

function streamsOf(trace: Trace) {
  const { connections } = createScenes(trace)(trace.length - 1);
  return connections.map(({ clientAddress, serverAddress, up, down }) => {
    const [sent, replied] = [up, down].map((direction) =>
      Buffer.from(readStream(trace, direction, 0, knownBytes(direction))).toString(),
    );
    return { clientAddress, serverAddress, sent, replied };
  });
}

test('a capture of a run opens with the bytes that the engine recorded', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'captured', detail: 'calls' } });
  onTestFinished(async () => void (await engine.stop()));
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const closed = await freePort();
  const capture = new Capture(folder, [port, closed]);
  onTestFinished(() => capture.stop());
  await capture.ready(closed);

  const client = new PythonProgram('client_three.py', port);
  onTestFinished(() => client.kill());
  for (let n = 0; n < 3; n++) client.pressEnter();
  expect(await client.exit()).toBe(0);
  const captured = await openBytes(await capture.wholeOf(port));
  await engine.stop();

  const recorded = parseTrace(readFileSync(file), OWN).trace;
  const [seen] = streamsOf(captured.trace);
  expect(streamsOf(captured.trace)).toEqual(streamsOf(recorded));
  expect(seen?.sent).toContain('Hello World!');
  expect(seen?.sent?.endsWith('!DISCONNECT')).toBe(true);
  expect(captured.damage).toEqual([]);
  expect(captured.trace.header.imported).toMatchObject({ from: 'capture' });
  expect(captured.trace.header.imported?.tool).toMatch(/Dumpcap|Wireshark|TShark/i);
}, 100_000);
