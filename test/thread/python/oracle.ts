import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PythonError } from '../../../server/thread/python/errors.ts';
import { findPeer } from '../../support/peers.ts';

const SCRIPT = fileURLToPath(new URL('oracle.py', import.meta.url));
const PYTHON = findPeer('python3');

type Question =
  | readonly ['int' | 'repr' | 'encode', string]
  | readonly ['decode' | 'bytes-repr' | 'utf8-faults', Uint8Array]
  | readonly ['printable', readonly [from: number, to: number]]
  | readonly ['tuple' | 'connect', readonly [string, number]]
  | readonly ['recv-size', number | bigint]
  | readonly ['unicode'];

type Answer = { readonly value: unknown } | { readonly type: string; readonly text: string };

/** Asks the installed Python; an exception's answer is its last line in a traceback. */
export function askPython(questions: readonly Question[]): unknown[] {
  const input = JSON.stringify(questions, forTransport);
  const run = spawnSync(PYTHON, [SCRIPT], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (run.error) throw new Error(`this test needs ${PYTHON}: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`${PYTHON} ${SCRIPT}: ${run.stderr}`);
  return (JSON.parse(run.stdout) as Answer[]).map((answer) =>
    'value' in answer ? answer.value : new PythonError(answer.type, answer.text).message,
  );
}

/** What `ask` says, in the same form: its value, or its exception's last line. */
export function orError<T>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof PythonError) return error.message;
    throw error;
  }
}

function forTransport(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Array.from(value, byteHex).join('') : value;
}

function byteHex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
