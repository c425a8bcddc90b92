/** Names of the files that are made. */
import { FORMATS } from './formats.ts';
import type { FormatId } from './formats.ts';
import type { Part } from './part.ts';

/** Longer titles are cut: file systems take 255 bytes, and people read less. */
const MOST_TITLE = 48;

/**
 * The name of one file: when the recording was made (UTC), its title, what part it is, and what of
 * that the file holds. Names sort by time first.
 * @param what tells the files of one export apart, `connection-1-client-to-server`
 */
export function fileName(part: Part, format: FormatId, what = ''): string {
  const { trace, scope, redacted } = part;
  const { extension } = FORMATS.find(({ id }) => id === format) as (typeof FORMATS)[number];
  // A plugin of Wireshark's, the same for all recordings.
  if (format === 'lua') return `wirestep.${extension}`;
  const last = trace.seqs.at(-1) ?? 0;
  const { connection, thread, from = 1, to = last } = scope;
  const words = [
    startOf(trace.header.epoch_ns),
    slug(trace.header.title).slice(0, MOST_TITLE).replace(/-$/, '') || 'recording',
    connection === undefined ? '' : `connection-${connection}`,
    thread === undefined ? '' : `thread-${thread}`,
    scope.from === undefined && scope.to === undefined ? '' : `events-${from}-to-${to}`,
    slug(what),
    redacted ? 'redacted' : '',
  ];
  return `${words.filter((word) => word !== '').join('-')}.${extension}`;
}

/** A number with zeros in front, so that it sorts among numbers up to `most`. */
export function sortable(number: number, most: number): string {
  return String(number).padStart(String(most).length, '0');
}

/** `2026-11-23T08-19-27`: no colons, which Windows refuses in names. */
function startOf(epochNs: string): string {
  const date = new Date(Number(BigInt(epochNs) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return 'undated';
  return date.toISOString().slice(0, 19).replaceAll(':', '-');
}

/** Words in small ASCII letters and digits, joined by `-`: safe in every file system and shell. */
function slug(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
