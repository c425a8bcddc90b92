import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Conversation } from '../support/conversation.ts';

/** A conversation's trace, and the scene after the event with a number. */
export function read(talk: Conversation) {
  const { trace } = parseTrace(talk.bytes());
  const scenes = createScenes(trace);
  return {
    trace,
    scene: (seq: number) => scenes(trace.positionOf(seq)),
    last: scenes(trace.length),
  };
}

/** Number of the nth event that holds all of `wanted`. */
export function seqOf(
  talk: Conversation,
  wanted: Readonly<Record<string, unknown>>,
  nth = 1,
): number {
  const lines = new TextDecoder().decode(talk.bytes()).trimEnd().split('\n').slice(1);
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const found = events.filter((event) =>
    Object.entries(wanted).every(([name, value]) => event[name] === value),
  )[nth - 1];
  if (found === undefined) throw new Error(`no event ${JSON.stringify(wanted)}`);
  return found['i'] as number;
}
