import type { RecordingRow } from '../../live/api.ts';

/** "58 events · 12 kB · cut short": what is worth knowing before opening it. */
export function describe({ events, bytes, live, ended, problem }: RecordingRow): string {
  const parts = [size(bytes)];
  if (events !== undefined)
    parts.unshift(events === 1 ? '1 event' : `${events.toLocaleString('en')} events`);
  if (problem === undefined && !live && !ended)
    parts.push('not closed: its writer died, or still writes');
  return parts.join(' · ');
}

/** A size in the unit that a person would take. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** When a recording began, in this browser's language; as it came where it is no date. */
export function started(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
