import { afterAll, describe, test } from 'vitest';
import { loadSys } from '../../server/sys/load.ts';
import { bundle } from './bundle.ts';
import { CALL_RULES } from './call-rules.ts';
import { runProcess, type Machine } from './rule.ts';
import { startResetServer } from './reset-server.mjs';
import { THREAD_RULES } from './thread-rules.ts';
import { startThread } from './threads.ts';

const worker = bundle('blocking-worker.ts');
const exitProcess = bundle('exit-process.ts');
const resetServer = await startResetServer();
afterAll(() => resetServer.close());

const machine: Machine = {
  sys: loadSys(),
  startThread: (call) => startThread(worker, call),
  resetPort: resetServer.port,
  exitingProcess: () => runProcess(exitProcess, worker),
};

describe('calls', () => {
  test.each(CALL_RULES)('$title', ({ run }) => run(machine));
});

describe('threads', () => {
  test.each(THREAD_RULES)('$title', ({ run }) => run(machine));
});
