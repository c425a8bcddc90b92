import type { Highlight } from '../../course/lesson.ts';
import type { ByteAt, Panel } from '../../replay/look.ts';
import type { Replay } from '../../replay/replay.svelte.ts';

/** What of a player a page of a lesson can point at. */
export interface Pointable {
  readonly replay: Replay;
  byte: ByteAt | undefined;
  panel: Panel;
}

/**
 * Selects what a page points at, once. What a person has selected meanwhile stays: only what is not
 * chosen at all is, or what the page before had chosen.
 */
export function pointOut(player: Pointable, before: Highlight, now: Highlight): void {
  const { replay } = player;
  if (player.byte === undefined || isSame(player.byte, before.byte)) player.byte = now.byte;
  if (replay.thread === undefined || replay.thread === threadOf(player, before.thread)) {
    replay.thread = threadOf(player, now.thread);
  }
  if (player.panel === (before.panel ?? 'locals')) player.panel = now.panel ?? 'locals';
}

function isSame(byte: ByteAt, other: ByteAt | undefined): boolean {
  return byte.way === other?.way && byte.offset === other.offset;
}

/** Number of the thread with this name, without the `(target)` that Python adds. */
function threadOf({ replay }: Pointable, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  return replay.scene.threads.find((thread) => thread.name.replace(/ \(.*$/, '') === name)?.id;
}
