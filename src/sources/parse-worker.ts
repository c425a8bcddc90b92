/** Opens a file off the page's own thread. One file, then it is done. */
import { openBytes } from '../import/open.ts';
import { FOREIGN, OWN } from '../trace/limits.ts';
import { packTrace } from '../trace/pack.ts';
import { parseTrace } from '../trace/parse.ts';
import { ImportError } from '../trace/import-error.ts';
import type { Parsing, Refused, Task } from './task.ts';

self.onmessage = ({ data }: MessageEvent<Task>) => void open(data);

async function open({ bytes, foreign }: Task): Promise<void> {
  try {
    const parsed = await (foreign ? openBytes(bytes, FOREIGN, tell) : parseTrace(bytes, OWN, tell));
    const { message, transfer } = packTrace(parsed);
    self.postMessage(message, { transfer: transfer as ArrayBuffer[] });
  } catch (error) {
    // As if nobody had caught it: the page hears of it.
    if (!(error instanceof ImportError)) return reportError(error);
    const { line, byte, reason } = error;
    self.postMessage({ refused: { line, byte, reason } } satisfies Refused);
  }
}

function tell(part: number): void {
  self.postMessage({ parsed: part } satisfies Parsing);
}
