import { BYTE_FORMATS, copyText as textOf, type ByteFormat } from '../../export/copy-as.ts';
import { bytes as counted } from '../../narration/words.ts';
import { piecesIn, readStream } from '../../scene/stream.ts';
import { visible } from '../../trace/visible.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { selectionOf } from '../bytes/selection.svelte.ts';
import { copyText, say } from './copy-text.ts';

/** So much of a text shows what it is. */
const PREVIEW = 48;

/** Bytes to copy, or one sentence why they cannot be. */
export type Bytes = Uint8Array | { readonly why: string };

/** The selected bytes, as far as they are known at the playhead; undefined where none are. */
export function selectedBytes(player: PlayerState): Bytes | undefined {
  const selection = selectionOf(player);
  const { trace, scene } = player.replay;
  const connection = scene.connections.find(({ id }) => id === selection.ends?.connection);
  const selected = selection.in(connection);
  if (connection === undefined || selected === undefined) return undefined;
  const direction = connection[selected.way];
  const { from, to } = selected;
  let missing = to - from;
  for (const { bytes } of piecesIn(trace, direction, from, to)) missing -= bytes.length;
  if (missing === 0) return readStream(trace, direction, from, to);
  return {
    why: `${counted(missing)} of the selection ${missing === 1 ? 'is' : 'are'} not recorded.`,
  };
}

/** One way to copy: its name, and how the text begins or why there is none. */
export interface CopyChoice {
  readonly name: string;
  readonly preview: string;
  readonly refused: boolean;
}

/** How a text begins, for a choice. */
export function previewOf(text: string, isCut = text.length > PREVIEW): string {
  return visible(text.slice(0, PREVIEW)) + (isCut ? '…' : '');
}

/** All of them for these bytes. */
export function choicesFor(
  bytes: Bytes,
): readonly (CopyChoice & { readonly format: ByteFormat })[] {
  if ('why' in bytes) {
    return BYTE_FORMATS.map(({ id: format, name }) => {
      return { format, name, preview: bytes.why, refused: true };
    });
  }
  // A beginning is enough to be shown; only text depends on the rest.
  const begin = bytes.subarray(0, PREVIEW);
  return BYTE_FORMATS.map(({ id: format, name }) => {
    const made = textOf(format === 'text' ? bytes : begin, format);
    if ('why' in made) return { format, name, preview: made.why, refused: true };
    const isCut = made.text.length > PREVIEW || bytes.length > PREVIEW;
    return { format, name, preview: previewOf(made.text, isCut), refused: false };
  });
}

/** Copies the selected bytes, and says what it did. */
export async function copySelected(player: PlayerState, format: ByteFormat): Promise<void> {
  const bytes = selectedBytes(player);
  if (bytes !== undefined) await copyBytes(bytes, format);
}

/** Copies bytes, and says what it did or why it could not. */
export async function copyBytes(bytes: Bytes, format: ByteFormat): Promise<void> {
  if ('why' in bytes) return say(`Not copied: ${bytes.why}`);
  const made = textOf(bytes, format);
  const name = BYTE_FORMATS.find(({ id }) => id === format)?.name ?? format;
  if ('text' in made) return copyText(made.text, `${counted(bytes.length)} as ${name}`);
  say(`Not copied: ${made.why}`);
}
