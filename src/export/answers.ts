/** Which event answers which call: asked of a whole trace at once, not call by call. */
import { isCallKind } from '../trace/calls.ts';
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';

const IS_ANSWER = KINDS.map((kind) => {
  const [call = '', how] = kind.split('.');
  return how !== undefined && KINDS.some((each) => each === call && isCallKind(each));
});

/** For each position the position of the answer to the call there; 0 where there is none. */
export function findAnswers(trace: Trace): Int32Array {
  const { kinds, calls, length } = trace;
  const answers = new Int32Array(length);
  for (let position = 0; position < length; position++) {
    if (IS_ANSWER[kinds[position] as number] !== true) continue;
    const call = trace.positionOf(calls[position] as number);
    if (call >= 0) answers[call] = position;
  }
  return answers;
}
