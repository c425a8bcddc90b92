import { formatLink, type Link } from '../../replay/link.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { keyOf } from '../shell/names.ts';
import type { Stand } from './navigation.ts';

/** Where a page stands now. */
export function standOf({ moment, link, opened, comparing }: AppState): Stand {
  const at = moment ?? link;
  const replay = opened?.player.replay;
  return {
    place: opened?.recording.dropped ? 'dropped' : at === undefined ? '' : placeOf(at),
    look: at === undefined ? '' : formatLink(atBeginning(at)),
    seq: at?.seq,
    atEnd: replay !== undefined && replay.rank >= replay.count,
    trace: replay?.trace ?? comparing?.comparison,
    busy: replay?.playing === true || opened?.player.practice !== undefined,
  };
}

/** What a link leads to, whatever its moment. */
export function placeOf(link: Link): string {
  const key = keyOf(link);
  if (key !== undefined) return key;
  return link.page === 'compare'
    ? formatLink({ ...link, seq: undefined, thread: undefined })
    : link.page;
}

/** The link without its event; a lesson's page goes with the event. */
function atBeginning(link: Link): Link {
  const { seq: _, ...rest } = link;
  return rest.page === 'lesson' ? { ...rest, step: 1 } : rest;
}
