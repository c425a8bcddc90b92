import { describeQuery, readQuery } from '../../analysis/find-query.ts';
import type { ThreadScene } from '../../scene/scene.ts';
import type { CallFilter } from '../../replay/look.ts';

/** What a list says of its search. */
interface Searched {
  readonly search: { readonly busy: boolean; readonly progress: number };
  readonly happened: number;
}

/** How a search was understood and how far it is; empty where nothing is searched for. What will
 *  only be found after the playhead is not counted: it has not happened. */
export function searchWords(find: string, { search, happened }: Searched): string {
  const query = readQuery(find);
  if (query === undefined) return '';
  const as = describeQuery(query);
  if (search.busy) return `${as}: searching… ${Math.floor(search.progress * 100)} %`;
  return `${as}: ${happened === 0 ? 'none so far' : `${happened} so far`}`;
}

/** What a filter leaves; empty where it leaves all. */
export function filterWords(
  threads: readonly Pick<ThreadScene, 'id' | 'badge'>[],
  { thread, connection, kinds }: CallFilter,
): string {
  const parts: string[] = [];
  if (thread !== undefined) {
    parts.push(`only ${threads.find(({ id }) => id === thread)?.badge ?? `thread ${thread}`}`);
  }
  if (connection !== undefined) parts.push(`only connection ${connection}`);
  if (kinds.length > 0) parts.push(kinds.join(', '));
  return parts.join(' · ');
}
