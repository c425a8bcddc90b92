/** Parses a trace off the page's own thread. One trace, then it is done. */
import { FOREIGN, OWN } from '../trace/limits.ts';
import { packTrace } from '../trace/pack.ts';
import { parseTrace } from '../trace/parse.ts';
import { ImportError } from '../trace/import-error.ts';
import type { Parsing, Refused, Task } from './task.ts';

self.onmessage = ({ data }: MessageEvent<Task>) => {
  try {
    const parsed = parseTrace(data.bytes, data.foreign ? FOREIGN : OWN, (part) =>
      self.postMessage({ parsed: part } satisfies Parsing),
    );
    const { message, transfer } = packTrace(parsed);
    self.postMessage(message, { transfer: transfer as ArrayBuffer[] });
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const { line, byte, reason } = error;
    self.postMessage({ refused: { line, byte, reason } } satisfies Refused);
  }
};
