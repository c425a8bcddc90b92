/** A composition with a name, and what it makes happen: claims that are held against its recording. */
import type { Hold } from '../course/lesson.ts';
import type { ComposedMessage, Composition, ServerProgram } from './composition.ts';

/** Something that the recorded events must show. */
export interface Effect extends Omit<Hold, 'line'> {
  /** The same in words, for a person. */
  readonly says: string;
}

export interface Preset {
  /** In links and file names. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in one or two plain sentences. */
  readonly shows: string;
  readonly composition: Composition;
  /** What happens with each of the server's programs; those that are absent were not tried. */
  readonly effects: Partial<Readonly<Record<ServerProgram, readonly Effect[]>>>;
  /** Name of the preset that does the same unharmed, for a comparison. */
  readonly good: string;
}

/** A composition of these messages; all else is as the course's client has it. */
export function composed(
  messages: readonly ComposedMessage[],
  given: Partial<Composition> = {},
): Composition {
  return {
    clients: 1,
    nodelay: false,
    messages,
    end: 'goodbye',
    server: { program: 'course' },
    ...given,
  };
}

type Where = Effect['cue']['where'];

/** Exactly `count` events of the kind for which the conditions hold; at least one where none is given. */
export function effect(
  says: string,
  kind: Effect['cue']['kind'],
  where: Where = {},
  count?: number,
): Effect {
  const cue = { kind, nth: 1, where };
  return count === undefined ? { says, cue } : { says, cue, count };
}

/** Thread-1 of the server. */
export const T1 = { program: 'server', thread: 'Thread-1' };

/** The thread of the connection died of this exception. */
export function dies(name: string): Effect {
  return effect(`Thread-1 dies of ${name}.`, 'thread.err', { ...T1, name }, 1);
}

/** No thread of the server died, and this text was printed by the server. */
export function survives(...texts: readonly string[]): readonly Effect[] {
  return [
    effect('No thread of the server dies.', 'thread.err', { program: 'server' }, 0),
    ...texts.map((text) => prints(text)),
  ];
}

export function prints(text: string): Effect {
  return effect(`The server prints ${text}`, 'out', { program: 'server', text: `] ${text}\n` });
}

/** The fixed server does not print the message: it says goodbye for this reason. */
export function refuses(reason: string): readonly Effect[] {
  return [
    ...survives(),
    effect(`The server says goodbye: ${reason}`, 'out', {
      program: 'server',
      text: `] goodbye: ${reason}`,
    }),
  ];
}
