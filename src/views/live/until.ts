import { PREDICATES, predicateOf } from '../../analysis/find.ts';

/** Something that a thread can run to. */
export interface Until {
  /** As in the command `run`. */
  readonly id: string;
  /** Reads well after "next". */
  readonly title: string;
  readonly means: string;
}

const RETURN: Until = {
  id: 'return',
  title: 'return',
  means: 'One of its calls has come back, with a result or an error.',
};

/** In the order of the menu: what a class asks for most comes first. */
export const UNTIL: readonly Until[] = [
  RETURN,
  ...PREDICATES.filter(({ id }) => id === 'message'),
  ...PREDICATES.filter(({ id }) => id !== 'message'),
];

/** "next message that begins": reads well after "runs to the". */
export function untilWords(id: string | undefined): string {
  const title = id === RETURN.id ? RETURN.title : predicateOf(id ?? '')?.title;
  return title === undefined ? 'next stop' : `next ${title}`;
}
