/** The decisions of a run, over traces and gates made by hand. */
import { expect, test } from 'vitest';
import { Run } from '../../server/live/run-until.ts';
import type { RunOptions } from '../../server/live/run-until.ts';
import type { GateState } from '../../server/thread/thread-gates.ts';
import { traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

const THREAD = { program: 1, thread: 2 };
const RUN: Unnumbered = { kind: 'thread.run', ...THREAD, name: 'Thread-1', tid: 9 };
const HELD: Unnumbered = { kind: 'held', ...THREAD, before: 'recv' };
const RECV: Unnumbered = { kind: 'recv', ...THREAD, socket: 2, fd: 5, max: 64 };
const TAKEN: Unnumbered = {
  ...{ kind: 'recv.ret', ...THREAD, socket: 2, fd: 5, call: 3 },
  ...{ n: 1, offset: 0, bytes: new Uint8Array(1) },
};
const KERNEL: Unnumbered = {
  ...{ kind: 'kernel', ...THREAD, call: 3 },
  ...{ state: 'S', syscall: 'recvfrom', args: [] },
};
const EXIT: Unnumbered = { kind: 'thread.exit', ...THREAD };
const AT_GATE: GateState = { ...THREAD, gate: 'closed', at: 'gate', main: false };
const IN_CALL: GateState = { ...AT_GATE, at: 'kernel' };

/** A run, and whom it let through its gate. */
function running(lastSeq: number, options: Partial<RunOptions> = {}) {
  const steps: number[] = [];
  const gates = { lastSeq, step: (thread: number) => void steps.push(thread) };
  const run = new Run({ until: 'return', gates, threads: [2], all: false, ...options });
  const look = (events: readonly Unnumbered[], ...states: GateState[]): boolean =>
    run.look(traceOf([RUN, ...events]), states);
  return { run, steps, look };
}

test('nobody is let through before the trace holds all that came before the command', () => {
  const { look, steps } = running(4);
  expect(look([HELD, RECV], AT_GATE)).toBe(false);
  expect(steps).toEqual([]);
  expect(look([HELD, RECV, TAKEN, HELD], AT_GATE)).toBe(false);
  expect(steps).toEqual([2]);
});

test('one call, one ticket: only a new arrival at the gate is let through', () => {
  const { look, steps } = running(2, { until: 'died' });
  look([HELD], AT_GATE);
  look([HELD], AT_GATE);
  look([HELD, RECV], AT_GATE);
  look([HELD, RECV, TAKEN], IN_CALL);
  expect(steps).toEqual([2]);
  look([HELD, RECV, TAKEN, HELD], AT_GATE);
  expect(steps).toEqual([2, 2]);
});

test('more bytes that wait for a held thread are no new arrival', () => {
  const { look, steps } = running(2, { until: 'died' });
  look([HELD], AT_GATE);
  look([HELD, HELD], AT_GATE);
  look([HELD, HELD, KERNEL, HELD], AT_GATE);
  expect(steps).toEqual([2]);
  look([HELD, HELD, RECV, TAKEN, HELD, HELD], AT_GATE);
  expect(steps).toEqual([2, 2]);
});

test('what came after the command ends the run; nobody is let through any more', () => {
  const { look, steps } = running(2);
  expect(look([HELD], AT_GATE)).toBe(false);
  expect(look([HELD, RECV, TAKEN], IN_CALL)).toBe(false);
  expect(look([HELD, RECV, TAKEN, HELD], AT_GATE)).toBe(true);
  expect(steps).toEqual([2]);
});

test('the kernel’s word about a thread is no act of it', () => {
  const { look, steps } = running(3);
  look([HELD, KERNEL], AT_GATE);
  expect(steps).toEqual([2]);
});

test('a thread that is gone counts until its end is in the trace', () => {
  const { look } = running(2, { until: 'died' });
  expect(look([HELD, RECV, TAKEN])).toBe(false);
  expect(look([HELD, RECV, TAKEN, EXIT])).toBe(true);
});

test('a thread that was taken out is not let through, nor taken in again', () => {
  const { run, look, steps } = running(2, { all: true });
  run.drop(2);
  expect(run.has(AT_GATE)).toBe(false);
  look([HELD], AT_GATE);
  expect(steps).toEqual([]);
});

test('a run of all takes in new threads of the server, and of no client', () => {
  const { run, look, steps } = running(2, { all: true, threads: [] });
  const ofClient = { ...AT_GATE, program: 2 };
  expect([run.has(AT_GATE), run.has(ofClient)]).toEqual([true, false]);
  look([HELD], ofClient);
  expect(steps).toEqual([]);
  look([HELD], AT_GATE);
  expect(steps).toEqual([2]);
});
