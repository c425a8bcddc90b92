import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCallKind } from '../../src/trace/calls.ts';
import { Engine } from '../../server/thread/engine.ts';
import { eventsOf, readTrace } from '../support/trace.ts';
import { frame } from '../support/ports.ts';
import { quantile } from './replay/replay-report.ts';

/** Longer than the recorder lets anything wait. */
const QUIET_MS = 20;

/** Milliseconds that 99 of 100 steps stay below. */
export interface Steps {
  /** From the step to the call that it lets pass. */
  readonly toCall: number;
  /** From the step until the server's main thread is told that the trace has grown. */
  readonly toTold: number;
}

/** Steps a held handler call by call through messages that wait for it. */
export async function measureSteps(steps: number): Promise<Steps> {
  const folder = mkdtempSync(join(tmpdir(), 'wirestep-bench-'));
  const file = join(folder, 'steps.trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'steps', detail: 'lines' } });
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  engine.gates.holdNew(true);
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  client.resume();
  // Three calls take a message and answer it.
  for (let n = 0; n <= steps / 3; n++) client.write(frame('step by step'));
  const handler = () => engine.gates.states().find(({ main }) => !main);
  const comesToRest = async (): Promise<void> => {
    for (let bytes = -1; ;) {
      const state = handler();
      if (state?.at === 'gate' && state.gate === 'closed' && bytes === engine.bytes) return;
      bytes = engine.bytes;
      await sleep(QUIET_MS);
    }
  };
  await comesToRest();
  const thread = handler()?.thread ?? 0;
  const clicked: bigint[] = [];
  const told: number[] = [];
  for (let n = 0; n < steps; n++) {
    // What came before has been told of, so that the next growth is this step's.
    await comesToRest();
    const grown = new Promise<bigint>((resolve) => {
      const end = engine.onGrow(() => {
        end();
        resolve(process.hrtime.bigint());
      });
    });
    const click = process.hrtime.bigint();
    clicked.push(click);
    engine.gates.step(thread);
    told.push(Number((await grown) - click) / 1e6);
  }
  client.destroy();
  await engine.stop();
  const { trace } = readTrace(file);
  const zero = BigInt(trace.header.mono_ns);
  const calls = eventsOf({ trace })
    .filter((event) => 'thread' in event && event.thread === thread)
    .filter(({ kind }) => isCallKind(kind));
  const toCall = clicked.map((at, n) => Number(zero + BigInt(calls[n]?.at ?? 0) - at) / 1e6);
  rmSync(folder, { recursive: true });
  const p99 = (all: readonly number[]): number =>
    quantile(
      [...all].sort((a, b) => a - b),
      0.99,
    );
  return { toCall: p99(toCall), toTold: p99(told) };
}
