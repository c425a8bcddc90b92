import { createCallLog, formatLogLine, returnOf } from '../../narration/call-log.ts';
import { pythonLine } from '../../narration/call-python.ts';
import { isCallKind } from '../../trace/calls.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { copyText, say } from './copy-text.ts';
import { previewOf, type CopyChoice } from './copy-bytes.ts';

/** A call as it can be copied at the playhead. */
export interface CopiedCall {
  /** "#18 recv" */
  readonly title: string;
  /** The Python line, then the line of the call log. */
  readonly lines: readonly (CopyChoice & { readonly text: string })[];
  /** The bytes that it gave or took. */
  readonly bytes?: Uint8Array;
}

/** The call that the playhead's event is of; undefined where that is of none. */
export function currentCall({ replay }: PlayerState): number | undefined {
  const { event, trace, position } = replay;
  if (event === undefined) return undefined;
  const call = isCallKind(event.kind) ? position : trace.positionOf(trace.calls[position] ?? 0);
  return call >= 0 && isCallKind(trace.kindAt(call)) ? trace.seqs[call] : undefined;
}

/** The call of this number, as far as it has come at the playhead; undefined where it is no call. */
export function callToCopy({ replay }: PlayerState, seq: number): CopiedCall | undefined {
  const { trace, position: playhead } = replay;
  const position = trace.positionOf(seq);
  const made = position < 0 ? undefined : pythonLine(trace, position);
  const logged = made && createCallLog(trace).line(position, playhead);
  if (made === undefined || logged === undefined) return undefined;
  const event = trace.at(position);
  const returned = returnOf(trace, position) ?? Infinity;
  const answer = returned <= playhead ? trace.at(returned) : undefined;
  const chunk = event.kind === 'send' ? event : answer;
  const log = formatLogLine(logged);
  const python = 'line' in made ? made.line : '';
  return {
    title: `#${seq} ${event.kind}`,
    lines: [
      {
        name: 'Python line',
        text: python,
        preview: 'line' in made ? previewOf(python) : made.why,
        refused: !('line' in made),
      },
      { name: 'log line', text: log, preview: previewOf(log), refused: false },
    ],
    ...(chunk !== undefined &&
      'bytes' in chunk &&
      chunk.bytes.length > 0 && { bytes: chunk.bytes }),
  };
}

/** Copies a call as the Python line that makes it, and says what it did or why it could not. */
export async function copyPython(player: PlayerState, seq: number): Promise<void> {
  const call = callToCopy(player, seq);
  const line = call?.lines[0];
  if (call === undefined || line === undefined) return;
  await copyLine(call, line);
}

/** The same for any of its lines. */
export async function copyLine(
  { title }: CopiedCall,
  { name, text, preview, refused }: CopiedCall['lines'][number],
): Promise<void> {
  if (refused) say(`Not copied: ${preview}`);
  else await copyText(text, `${title} as ${name}`);
}

/** Ctrl C copies a call as a Python line; false where another key was pressed, or text is selected. */
export function copyByKey(event: KeyboardEvent, player: PlayerState, seq: number): boolean {
  const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (!chord || event.key.toLowerCase() !== 'c' || getSelection()?.isCollapsed === false)
    return false;
  event.preventDefault();
  void copyPython(player, seq);
  return true;
}
