import type { TraceHeader } from '../../trace/format-header.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';

/** A capture of a busy network leaves much out. */
const MOST_NOTES = 40;

/** Which program's recording a trace was made of; undefined where wirestep ran the programs. */
export function originText(imported: TraceHeader['imported']): string | undefined {
  if (imported === undefined) return undefined;
  const what = imported.from === 'capture' ? 'a capture of packets' : 'an strace log';
  return imported.tool === '' ? what : `${what}, made by ${visible(imported.tool)}`;
}

/** How much of the run a recording holds. */
export function detailText({ detail, imported }: TraceHeader): string {
  if (imported?.from === 'capture') return 'what was sent; calls and threads not recorded';
  return detail === 'lines' ? 'calls, lines and locals' : 'calls only';
}

/** The machine, as far as the recording says; empty where it does not. */
export function machineText({ os, arch, runtime }: TraceHeader['host']): string {
  const machine = [os, arch].filter((part) => part !== '').join(' ');
  return visible([machine, runtime].filter((part) => part !== '').join(', '));
}

/** What the importer noted about the file as a whole. */
export function importedNotes(trace: Trace): readonly string[] {
  if (trace.header.imported === undefined) return [];
  const notes: string[] = [];
  for (const position of trace.ofKind('note')) {
    const event = trace.at(position);
    if (event.kind !== 'note' || event.call !== undefined) continue;
    notes.push(visible(event.text));
    if (notes.length === MOST_NOTES) break;
  }
  return notes;
}
