/** Ctrl-C and a closed terminal end our client as they end a Python client: the server sees the same. */
import { expect, it, onTestFinished } from 'vitest';
import { join } from 'node:path';
import { Engine } from '../../server/thread/engine.ts';
import { ClientRun } from '../conformance/client-run.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { temporaryFolder } from '../support/folder.ts';
import { eventsOf, only, readTrace } from '../support/trace.ts';
import { until } from './sides.ts';
import { PythonProgram } from './python-program.ts';

type Way = 'Ctrl-C' | 'a closed terminal';

/** A client that sends typed lines, ours or Python's. */
interface TypingClient {
  type(text: string): void;
  end(way: Way): unknown;
  /** Its exit code as a shell tells it. */
  exit(): Promise<unknown>;
  terminal(): string;
  errors(): string;
}

const SHELL: Readonly<Record<string, number>> = { SIGINT: 130, SIGHUP: 129 };

const CLIENTS: Readonly<Record<string, (port: number) => TypingClient>> = {
  ours: (port) => {
    const run = new ClientRun({ program: 'lines', host: '127.0.0.1', port });
    onTestFinished(() => run.stop());
    return {
      type: (text) => run.type(text),
      end: (way) => (way === 'Ctrl-C' ? run.interrupt() : run.hangUp()),
      exit: () => run.exit,
      terminal: () => run.terminal('stdout'),
      errors: () => run.terminal('stderr').replace('^C', ''),
    };
  },
  python: (port) => {
    const program = new PythonProgram('client_lines.py', port);
    onTestFinished(() => program.kill());
    return {
      type: (text) => program.type(text),
      end: (way) => program.signal(way === 'Ctrl-C' ? 'SIGINT' : 'SIGHUP'),
      exit: async () => SHELL[String(await program.exit())],
      terminal: () => program.stdout,
      errors: () => program.stderr,
    };
  },
};

/** What the handler of the server does, call by call, with what came of each. */
function callsOf(events: readonly TraceEvent[]): string[] {
  return events
    .filter((event) => 'thread' in event && event.thread === 2)
    .flatMap((event) => {
      if (event.kind === 'recv.ret' || event.kind === 'send.ret') return `${event.kind} ${event.n}`;
      if (event.kind === 'recv.err' || event.kind === 'send.err')
        return `${event.kind} ${event.name}`;
      return [];
    });
}

/** How many folded rounds there are depends on the time: one is as good as many. */
function endOf(calls: readonly string[]): readonly string[] {
  return calls.filter((call, n) => call !== calls[n - 1]);
}

/** The conversation up to the end of the client, and what the server sees of that. */
async function visit(kind: string, way: Way, where: 'at its prompt' | 'in recv') {
  const file = join(temporaryFolder(), 'trace.jsonl');
  const engine = new Engine({ recording: { file, title: 'interrupt', detail: 'calls' } });
  onTestFinished(async () => void (await engine.stop()));
  const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
  const events = (): TraceEvent[] => eventsOf(readTrace(file));
  const heldBefore = (call: string) => only(events(), 'held').some(({ before }) => before === call);
  engine.gates.holdNew(where === 'in recv');
  const client = (CLIENTS[kind] as (port: number) => TypingClient)(port);
  client.type('hello');
  if (where === 'in recv') {
    await until(() => heldBefore('recv'));
    engine.gates.step(2);
    engine.gates.step(2);
    // The message has been taken whole: the client has nothing left to do but wait for the reply.
    await until(() => heldBefore('send'));
  } else {
    await until(() => client.terminal() === 'Msg received\n');
  }
  client.end(way);
  const exit = await client.exit();
  engine.gates.resume(2);
  const isOver = (): boolean => /recv.ret 0|recv.err/.test(callsOf(events()).at(-1) ?? '');
  await until(isOver);
  await engine.stop();
  const last = client.errors().trimEnd().split('\n').at(-1);
  return { exit, last, calls: endOf(callsOf(eventsOf(readTrace(file)))) };
}

const places = ['at its prompt', 'in recv'] as const;
const ways = ['Ctrl-C', 'a closed terminal'] as const;

it.each(ways.flatMap((way) => places.map((where) => ({ way, where }))))(
  "$way, while the client is $where: ours and Python's end alike, and so does the connection",
  { timeout: 60_000 },
  async ({ way, where }) => {
    const ours = await visit('ours', way, where);
    const theirs = await visit('python', way, where);
    expect(ours).toEqual(theirs);
    expect(ours.exit).toBe(way === 'Ctrl-C' ? 130 : 129);
    expect(ours.last).toBe(way === 'Ctrl-C' ? 'KeyboardInterrupt' : '');
  },
);
