/** What a reader of an export must know about the part that it was made of. */
import type { Missing } from '../trace/format-header.ts';
import { visible } from '../trace/visible.ts';
import type { Part } from './part.ts';

const MISSING: Readonly<Record<Missing, string>> = {
  calls: 'calls',
  threads: 'threads',
  queues: 'what was waiting',
  source: 'source lines',
  terminals: 'terminals',
};

/** Sentences: which part it is, that it was redacted, and what was never recorded. None of a whole
 *  recording that wirestep made. */
export function aboutPart(part: Part): readonly string[] {
  const sentences: string[] = [];
  const scope = scopeWords(part);
  if (scope !== '') sentences.push(`Only ${scope}.`);
  if (part.redacted) {
    sentences.push('Redacted: payloads, prints, addresses and paths have stand-ins.');
  }
  const { imported } = part.trace.header;
  if (imported !== undefined) {
    const kind = imported.from === 'capture' ? 'a capture of packets' : 'a log of system calls';
    const tool = imported.tool === '' ? '' : ` by ${visible(imported.tool)}`;
    const lacks = imported.missing.map((one) => MISSING[one]).join(', ');
    sentences.push(`Imported from ${kind}${tool}.`);
    if (lacks !== '') sentences.push(`Not recorded: ${lacks}.`);
  }
  return sentences;
}

/** "connection 2, events 21 to 60"; empty for the whole. */
export function scopeWords({ scope, trace }: Part): string {
  const { connection, thread, from, to } = scope;
  const words: string[] = [];
  if (connection !== undefined) words.push(`connection ${connection}`);
  if (thread !== undefined) words.push(`thread ${thread}`);
  if (from !== undefined || to !== undefined) {
    words.push(`events ${from ?? trace.seqs[0] ?? 0} to ${to ?? trace.seqs.at(-1) ?? 0}`);
  }
  return words.join(', ');
}
