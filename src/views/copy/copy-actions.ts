import { BYTE_FORMATS } from '../../export/copy-as.ts';
import { bytes as counted } from '../../narration/words.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import type { Action } from '../shell/palette/action.ts';
import { copySelected, selectedBytes } from './copy-bytes.ts';
import { callToCopy, copyLine, currentCall } from './copy-call.ts';

/** What can be copied now. What a lesson does not show is not offered. */
export function copyActions(player: PlayerState): readonly Action[] {
  const shown = player.step?.show;
  const shows = (view: 'calls' | 'bytes') => shown === undefined || shown.includes(view);
  return [...(shows('calls') ? ofCall(player) : []), ...(shows('bytes') ? ofBytes(player) : [])];
}

function ofCall(player: PlayerState): readonly Action[] {
  const seq = currentCall(player);
  const call = seq === undefined ? undefined : callToCopy(player, seq);
  if (call === undefined) return [];
  return call.lines
    .filter(({ refused }) => !refused)
    .map((line) => ({
      id: `copy-${line.name.replaceAll(' ', '-')}`,
      group: 'Copy',
      title: `Copy ${call.title} as ${line.name}`,
      words: 'clipboard call program source strace',
      run: () => void copyLine(call, line),
    }));
}

function ofBytes(player: PlayerState): readonly Action[] {
  const bytes = selectedBytes(player);
  if (bytes === undefined || 'why' in bytes) return [];
  return BYTE_FORMATS.map(({ id, name }) => ({
    id: `copy-bytes-${id}`,
    group: 'Copy',
    title: `Copy the selected ${counted(bytes.length)} as ${name}`,
    words: 'clipboard selection',
    run: () => void copySelected(player, id),
  }));
}
