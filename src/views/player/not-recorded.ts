import type { Missing } from '../../trace/format-header.ts';
import { lacks } from '../../trace/lacks.ts';
import type { Trace } from '../../trace/trace.ts';

type Words = Readonly<Record<Missing, string>>;

const OF_CAPTURE: Words = {
  calls: 'A capture has no calls: here is what was sent on the network.',
  threads: 'Not recorded: a capture knows no threads. This one stands for whoever sent here.',
  queues: 'Not recorded: a capture does not see the queues.',
  source: 'Not recorded: a capture holds no source, no lines, no locals.',
  terminals: 'Not recorded: a capture holds no terminals.',
};

const OF_STRACE: Words = {
  calls: 'The log holds no calls.',
  threads: 'Not recorded: the log does not tell threads apart.',
  queues: 'Not recorded: strace does not measure the queues.',
  source: 'Not recorded: strace shows system calls, not lines or locals.',
  terminals: 'Not recorded: the log holds no terminals.',
};

/** Why a view is empty, in a sentence; undefined where the recording can fill it. */
export function notRecorded(trace: Trace, what: Missing): string | undefined {
  if (!lacks(trace, what)) return undefined;
  return (trace.header.imported?.from === 'strace' ? OF_STRACE : OF_CAPTURE)[what];
}
