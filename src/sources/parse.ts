import { unpackTrace, type PackedTrace } from '../trace/pack.ts';
import { parseTrace, type ParsedTrace } from '../trace/parse.ts';
import { ImportError } from '../trace/import-error.ts';
import type { Opening } from './progress.ts';
import type { Parsing, Refused, Task } from './task.ts';
import workerUrl from './parse-worker.ts?worker&url';

/** Up to here parsing is quicker than starting a worker. */
const SMALL = 256 * 1024;

let ready: Worker | undefined;

/** Starts a worker for the next large trace: it loads while the trace's bytes come. */
export function prepareParser(): void {
  ready ??= new Worker(scriptUrl(workerUrl), { type: 'module' });
}

function takeWorker(): Worker {
  prepareParser();
  const worker = ready as Worker;
  ready = undefined;
  return worker;
}

/**
 * Parses a trace, in a worker if it is large or from elsewhere: then it may be the recording of another
 * program too.
 * @throws {ImportError} where it is none, with line, byte and reason; the signal's reason where it is
 * aborted.
 */
export async function parse(
  bytes: Uint8Array,
  foreign = false,
  { signal, onprogress }: Opening = {},
): Promise<ParsedTrace> {
  signal?.throwIfAborted();
  if (!foreign && bytes.length <= SMALL) return parseTrace(bytes);
  const size = bytes.length;
  const worker = takeWorker();
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      worker.onerror = () =>
        reject(new Error('The reader of files stopped: the file is too large.'));
      worker.onmessage = ({ data }: MessageEvent<PackedTrace | Refused | Parsing>) => {
        if ('parsed' in data) {
          onprogress?.({ doing: 'parsing', fraction: data.parsed, bytes: size });
          return;
        }
        if (!('refused' in data)) return resolve(unpackTrace(data));
        const { line, byte, reason } = data.refused;
        reject(new ImportError(line, byte, reason));
      };
      const task: Task = { bytes, foreign };
      worker.postMessage(task, { transfer: [bytes.buffer as ArrayBuffer] });
    });
  } finally {
    worker.terminate();
  }
}

/** The page's one Trusted Types policy: it lets the parser's own script through, nothing else. */
function scriptUrl(url: string): string {
  const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  policy ??= factory?.createPolicy('wirestep', {
    createScriptURL: (asked) => {
      if (asked !== url) throw new TypeError(`no script of wirestep: ${asked}`);
      return asked;
    },
  });
  return policy?.createScriptURL(url) ?? url;
}

interface ScriptPolicy {
  createScriptURL(url: string): string;
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;
