/** The rules by which Perfetto's importer of JSON traces takes rows, or drops them and counts an error. */

export interface Row {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  readonly bp?: string;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** A slice that is open on a thread's track. */
interface Open {
  readonly row: Row;
  readonly end: number;
}

/** Nanoseconds: what Perfetto keeps. */
const ns = (us = NaN): number => Math.round(us * 1000);

/** Everything that the importer would complain about, in words; nothing where it is content. */
export function complaints(rows: readonly Row[]): readonly string[] {
  return [...fieldComplaints(rows), ...nameComplaints(rows), ...play(rows).complaints];
}

/** The slices that each arrow joins, by the arrow's id. */
export function arrowsIn(rows: readonly Row[]): ReadonlyMap<number, readonly [Row, Row]> {
  return play(rows).arrows;
}

function fieldComplaints(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) => {
    const said: string[] = [];
    const { ph, name, ts, dur, pid, tid } = row;
    if (!['M', 'X', 'i', 's', 'f', 'C'].includes(ph)) said.push(`no phase ${ph}`);
    if (name === '' && ph !== 'i') said.push(`${ph} without a name`);
    if (!Number.isSafeInteger(pid) || !Number.isSafeInteger(tid)) said.push(`${name}: pid or tid`);
    if (pid === 0) said.push(`${name}: process 0 is the idle one`);
    if (ph !== 'M' && !((ts ?? NaN) >= 0)) said.push(`${name}: ts ${ts}`);
    if (ph === 'X' && !((dur ?? NaN) >= 0)) said.push(`${name}: dur ${dur}`);
    if (ph === 'i' && !['t', 'p', 'g'].includes(row.s ?? '')) said.push(`${name}: scope ${row.s}`);
    if (ph === 'f' && row.bp !== 'e') said.push(`${name}: an end that is not bound to its slice`);
    if (ph === 'C' && Object.values(row.args ?? {}).some((value) => typeof value !== 'number')) {
      said.push(`${name}: a counter that is no number`);
    }
    return said;
  });
}

function nameComplaints(rows: readonly Row[]): readonly string[] {
  const named = new Map<string, number>();
  for (const { ph, name, pid, tid } of rows) {
    if (ph !== 'M' || !name.endsWith('_name')) continue;
    const key = name === 'process_name' ? `${pid}` : `${pid}/${tid}`;
    named.set(key, (named.get(key) ?? 0) + 1);
  }
  const twice = [...named].filter(([, count]) => count > 1).map(([key]) => `${key} named twice`);
  const slices = rows.filter(({ ph }) => ph === 'X');
  const unnamed = slices.filter(
    ({ pid, tid }) => !named.has(`${pid}`) || !named.has(`${pid}/${tid}`),
  );
  return [...twice, ...unnamed.map(({ name, pid, tid }) => `${name}: ${pid}/${tid} has no name`)];
}

/** Sorts by time as the importer does, keeping the file's order, and keeps a stack for each thread. */
function play(rows: readonly Row[]) {
  const said: string[] = [];
  const arrows = new Map<number, readonly [Row, Row]>();
  const begun = new Map<number, Row>();
  const tracks = new Map<string, Open[]>();
  const timed = rows.filter(({ ts }) => ts !== undefined);
  for (const row of [...timed].sort((a, b) => ns(a.ts) - ns(b.ts))) {
    const key = `${row.pid}/${row.tid}`;
    const track = tracks.get(key) ?? [];
    tracks.set(key, track);
    const at = ns(row.ts);
    if (row.ph === 'X' || (row.ph === 'i' && row.s === 't')) {
      while (track.length > 0 && (track.at(-1)?.end as number) <= at) track.pop();
      const end = at + (row.ph === 'X' ? ns(row.dur) : 0);
      const around = track.at(-1);
      if (around !== undefined && end > around.end) {
        said.push(`${row.name} at ${row.ts} lasts longer than ${around.row.name} around it`);
      }
      track.push({ row, end });
    }
    const slice = track.at(-1)?.row;
    const id = row.id ?? 0;
    if (row.ph === 's') {
      if (begun.has(id)) said.push(`arrow ${id} begins twice`);
      if (slice === undefined) said.push(`arrow ${id} begins in no slice`);
      else begun.set(id, slice);
    }
    if (row.ph === 'f') {
      const from = begun.get(id);
      if (from === undefined) said.push(`arrow ${id} ends before it begins`);
      if (slice === undefined) said.push(`arrow ${id} ends in no slice`);
      if (from !== undefined && slice !== undefined) arrows.set(id, [from, slice]);
    }
  }
  for (const id of begun.keys()) if (!arrows.has(id)) said.push(`arrow ${id} never ends`);
  return { complaints: said, arrows };
}
