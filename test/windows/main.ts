import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadSys } from '../../server/sys/load.ts';
import { CALL_RULES } from '../sys/call-rules.ts';
import { runProcess, type Machine, type Rule } from '../sys/rule.ts';
import { ENGINE_RULES } from '../sys/engine-rules.ts';
import { THREAD_RULES } from '../sys/thread-rules.ts';
import { startThread } from '../sys/threads.ts';
import { WINDOWS_RULES } from './windows-rules.ts';

/** The program that runs on Windows: every rule in turn, one line each, exit code 0 or 1. */
const RULE_MS = 10_000;

const sys = loadSys();
const worker = join(import.meta.dirname, 'blocking-worker.cjs');
const machine: Machine = {
  sys,
  startThread: (call) => startThread(worker, call),
  resetPort: Number(process.argv[2]),
  exitingProcess: () => runProcess(join(import.meta.dirname, 'exit-process.cjs'), worker),
};

// Written at once: a pipe's buffer would be lost by the exit below.
const print = (line: string) => writeSync(1, `${line}\n`);

/** Tries a rule as often as allowed, and tells of every try that failed. */
async function passes({ title, run }: Rule<[Machine]>, tries: number): Promise<boolean> {
  const began = performance.now();
  try {
    await Promise.race([run(machine), tooLong()]);
    print(`ok - ${title} (${Math.round(performance.now() - began)} ms)`);
    return true;
  } catch (error) {
    print(`${tries > 1 ? 'once more' : 'not ok'} - ${title}`);
    print(String(error instanceof Error ? error.stack : error).replace(/^/gm, '    '));
    return tries > 1 && passes({ title, run }, tries - 1);
  }
}

async function tooLong(): Promise<never> {
  await sleep(RULE_MS, undefined, { ref: false });
  throw new Error(`not done within ${RULE_MS / 1000} s`);
}

/** An engine must stop within 0.8 s, which a busy machine under Wine does not always reach. */
const ENGINE_TRIES = 2;

async function main(): Promise<void> {
  let failed = 0;
  for (const rule of [...CALL_RULES, ...THREAD_RULES, ...WINDOWS_RULES]) {
    if (!(await passes(rule, 1))) failed++;
  }
  for (const rule of ENGINE_RULES) if (!(await passes(rule, ENGINE_TRIES))) failed++;
  // A rule that failed may have left a thread in a call, which would keep the process for ever.
  sys.exitNow(failed === 0 ? 0 : 1);
}

void main();
