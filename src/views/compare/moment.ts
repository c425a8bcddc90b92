import { stepAt, type Step } from '../../analysis/compare-step.ts';
import type { Steps } from '../../analysis/compare-threads.ts';
import { firstDifferent } from '../../analysis/compare-values.ts';
import { formatLink } from '../../replay/link.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { CompareSide } from './compare-side.svelte.ts';

/** One side's call at the moment of both playheads. */
export interface Moment {
  /** What is said of the call, and of its answer. */
  readonly sentences: readonly string[];
  /** What was given or taken; undefined where the call has no bytes. */
  readonly bytes: Uint8Array | undefined;
}

/** What a side does in the nth step of its thread; undefined behind its last. */
export function momentOf(
  player: PlayerState | undefined,
  steps: Steps | undefined,
  n: number,
): Moment | undefined {
  if (player === undefined || steps === undefined) return undefined;
  const { trace } = player.replay;
  const step = stepAt({ trace, steps }, n);
  if (step === undefined) return undefined;
  const positions = [steps.calls[n] as number, steps.answers[n] as number];
  const sentences = positions.filter((at) => at >= 0).map((at) => player.sentences(at));
  return { sentences, bytes: bytesOf(step) };
}

function bytesOf({ call, answer }: Step): Uint8Array | undefined {
  if (call.kind === 'send') return call.bytes;
  return answer?.kind === 'recv.ret' ? answer.bytes : undefined;
}

/** Bytes that are shown of one call. */
const SHOWN = 64;

export interface Shown {
  readonly bytes: Uint8Array;
  /** Offset of the first of them in its chunk. */
  readonly from: number;
  /** How many of the chunk are left out, before and behind. */
  readonly hidden: number;
}

/** The bytes around the first that is another one than on the other side. */
export function shownOf(own: Uint8Array, others: Uint8Array | undefined): Shown {
  const differs = others === undefined ? -1 : firstDifferent(own, others);
  const from = differs < SHOWN ? 0 : differs - 16;
  const bytes = own.subarray(from, from + SHOWN);
  return { bytes, from, hidden: own.length - bytes.length };
}

/** The address of a side's playhead in the player. */
export function linkOf({ source, player, pageOf }: CompareSide): string {
  const seq = player?.replay.event?.seq;
  if (source.page !== 'lesson') return formatLink({ ...source, seq });
  return formatLink({ page: 'lesson', slug: source.slug, step: pageOf(seq ?? 0), seq });
}
