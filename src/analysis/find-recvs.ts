/** Positions of recvs that teach something: short, waiting, the end of a stream. */
import type { Kind } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

/** The positions of a kind for which `test` holds, ascending. */
export function where(
  trace: Trace,
  kind: Kind,
  test: (position: number, call: number) => boolean,
): Int32Array {
  const { calls } = trace;
  return trace
    .ofKind(kind)
    .filter((position) => test(position, trace.positionOf(calls[position] as number)));
}

/** Without a measured queue a recv counts as one that waited from this many nanoseconds on. */
const SURELY_WAITED = 5_000_000;
/** The end of a stream leaves the queue empty too: only time tells whether it was waited for. */
const WAITED_FOR_END = 1_000_000;

/** Returns of recvs that gave something, but less than was asked for. */
export function shortRecvs(trace: Trace): Int32Array {
  const { sizes } = trace;
  return where(trace, 'recv.ret', (position, call) => {
    const n = sizes[position] as number;
    return n > 0 && n < (sizes[call] ?? 0);
  });
}

/** Returns of recvs that had to wait for what they gave. */
export function waitedRecvs(trace: Trace): Int32Array {
  const { sizes, queued, ats } = trace;
  return where(trace, 'recv.ret', (position, call) => {
    if (call < 0) return false;
    const waiting = queued[call] as number;
    if (waiting > 0) return false;
    const took = (ats[position] as number) - (ats[call] as number);
    if (waiting < 0) return took >= SURELY_WAITED;
    return (sizes[position] as number) > 0 || took >= WAITED_FOR_END;
  });
}

/** Returns of recvs for which bytes were already waiting when they were called: measured. */
export function readyRecvs(trace: Trace): Int32Array {
  const { queued } = trace;
  return where(trace, 'recv.ret', (_, call) => (queued[call] ?? -1) > 0);
}

/** Returns of 0 bytes to a recv that asked for some. */
export function streamEnds(trace: Trace): Int32Array {
  const { sizes } = trace;
  return where(
    trace,
    'recv.ret',
    (position, call) => sizes[position] === 0 && (sizes[call] ?? 0) > 0,
  );
}

/** Returns of sends of which the kernel took only a part. */
export function shortSends(trace: Trace): Int32Array {
  const { sizes } = trace;
  return where(
    trace,
    'send.ret',
    (position, call) => (sizes[position] as number) < (sizes[call] ?? 0),
  );
}
