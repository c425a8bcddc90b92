/** Whether a recording shows what a preset says of it. */
import { describeCue, matches } from '../course/cue.ts';
import { createFacts } from '../course/facts.ts';
import type { Trace } from '../trace/trace.ts';
import type { Composition, ServerProgram } from './composition.ts';
import type { Effect, Preset } from './preset.ts';

/** Sentences about the effects that the recording does not show. */
export function missingEffects(trace: Trace, effects: readonly Effect[]): readonly string[] {
  const facts = createFacts(trace);
  return effects.flatMap(({ says, cue, count }) => {
    const seen = Array.from(matches(trace, facts, cue)).length;
    if (count === undefined ? seen > 0 : seen === count) return [];
    const wanted = count === undefined ? 'at least one event' : `${count} events`;
    return [`"${says}" is not so: ${wanted} of ${describeCue(cue)} expected, ${seen} recorded`];
  });
}

/** The programs with which a preset has effects, each with what is then run. */
export function variantsOf({ composition, effects }: Preset): readonly {
  readonly program: ServerProgram;
  readonly composition: Composition;
  readonly effects: readonly Effect[];
}[] {
  const own = composition.server.program;
  return Object.entries(effects).map(([name, claimed]) => {
    const program = name as ServerProgram;
    const server = program === own ? composition.server : { program };
    return { program, composition: { ...composition, server }, effects: claimed };
  });
}
