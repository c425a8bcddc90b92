import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PythonError } from '../../../server/thread/python/errors.ts';

const SCRIPT = fileURLToPath(new URL('oracle.py', import.meta.url));
const PYTHON = process.env['WIRESTEP_PYTHON'] ?? 'python3';

type Question =
  | readonly ['int' | 'repr' | 'encode', string]
  | readonly ['decode' | 'bytes-repr', Uint8Array]
  | readonly ['printable', readonly [from: number, to: number]]
  | readonly ['tuple' | 'connect', readonly [string, number]]
  | readonly ['recv-size', number | bigint]
  | readonly ['unicode'];

/** Asks the installed Python; an exception's answer is its last line in a traceback. */
export function askPython(questions: readonly Question[]): unknown[] {
  const input = JSON.stringify(questions.map(([what, arg]) => [what, onTheWire(arg)]));
  const run = spawnSync(PYTHON, [SCRIPT], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (run.error) throw new Error(`this test needs ${PYTHON}: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`${PYTHON} ${SCRIPT}: ${run.stderr}`);
  const answers = JSON.parse(run.stdout) as unknown[][];
  return answers.map((answer) =>
    answer.length === 1
      ? plain(answer[0])
      : new PythonError(...(answer.map(plain) as [string, string])).message,
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

function onTheWire(arg: unknown): unknown {
  if (typeof arg === 'string') return Array.from(arg, (char) => char.codePointAt(0));
  if (typeof arg === 'bigint') return String(arg);
  return arg instanceof Uint8Array ? Buffer.from(arg).toString('hex') : arg;
}

/** Code points back to text; everything else as it came. */
function plain(value: unknown): unknown {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) return value;
  return value.map((code) => String.fromCodePoint(code)).join('');
}
