import type { ThreadScene } from '../../scene/scene.ts';
import type { ShownLine } from './program.ts';

/** Who is at a line, beside its number. */
export interface GutterMark {
  /** Badge of the selected thread, where it is here. */
  readonly own?: string;
  /** Badge of the first of the others; with the selected one here too, only `more` counts them. */
  readonly other?: string;
  readonly more: number;
  /** All of them, in words. */
  readonly says: string;
}

const MOST_NAMED = 8;

/**
 * Who is at which line of the file that is shown.
 *
 * @param line the shown line of a place; undefined where it is of another file
 */
export function gutterMarks(
  threads: readonly ThreadScene[],
  selected: number | undefined,
  line: ShownLine,
): ReadonlyMap<number, GutterMark> {
  const at = new Map<number, ThreadScene[]>();
  for (const thread of threads) {
    // It is no longer anywhere; only of the selected one the place of its death is asked for.
    if (thread.state === 'died' && thread.id !== selected) continue;
    const shown = thread.line && line(thread.line.file, thread.line.line);
    if (shown === undefined) continue;
    const here = at.get(shown);
    if (here === undefined) at.set(shown, [thread]);
    else here.push(thread);
  }
  return new Map([...at].map(([shown, here]) => [shown, markOf(here, selected)]));
}

function markOf(here: readonly ThreadScene[], selected: number | undefined): GutterMark {
  const own = here.find(({ id }) => id === selected)?.badge;
  const others = here.filter(({ id }) => id !== selected).map(({ badge }) => badge);
  const named = [...(own === undefined ? [] : [own]), ...others];
  const rest = named.length - MOST_NAMED;
  const list = named.slice(0, MOST_NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return {
    own,
    other: own === undefined ? others[0] : others.length === 1 ? others[0] : undefined,
    more: own === undefined ? others.length - 1 : others.length === 1 ? 0 : others.length,
    says: `at this line: ${list}`,
  };
}

/** Room that the widest mark needs, in characters: 0 where nobody is in this file. */
export function gutterWidth(marks: Iterable<GutterMark>): number {
  let most = 0;
  for (const { own = '', other = '', more } of marks) {
    const count = more > 0 ? `+${more}` : '';
    const parts = [own, other, count].filter((part) => part !== '');
    most = Math.max(most, parts.join(' ').length);
  }
  return most;
}
