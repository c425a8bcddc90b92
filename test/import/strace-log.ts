/** Logs of strace as tests write them, and what was made of them in lines. */
import { readFileSync } from 'node:fs';
import { importStrace } from '../../src/import/strace.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { toDisk } from '../../src/trace/write.ts';
import { encode } from '../trace/support.ts';

/** The logs of real runs in `strace/`, each recorded with other options. */
export const REAL_LOGS = ['together', 'pid', 'timed', 'short', 'odd', 'execs', 'calls'] as const;

export function realLog(name: string): string {
  return readFileSync(`test/import/strace/${name}.strace`, 'latin1');
}

/** `8 recvfrom(…) = 1` → a line of thread 8, a millisecond after the one before. */
export function logOf(...lines: readonly string[]): string {
  return lines
    .map((line, n) => {
      const [, tid, text] = /^(\d+) (.*)$/s.exec(line) ?? [];
      return `${tid}  1795422677.${String(n).padStart(3, '0')}000 ${text}\n`;
    })
    .join('');
}

/** Bytes as `-xx` writes them. */
export function hex(text: string): string {
  return `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
}

export interface Opened {
  readonly parsed: ParsedTrace;
  /** The events, each in a line: `th1 recv.ret s=1 fd=3 …`. */
  readonly events: readonly string[];
  /** `line 3: reason`. */
  readonly damage: readonly string[];
}

export function open(log: string | Uint8Array): Opened {
  const bytes = typeof log === 'string' ? encode(log) : log;
  const { trace, damage } = importStrace(bytes);
  const parsed = parseTrace(trace, OWN);
  if (parsed.damaged > 0) throw new Error(JSON.stringify(parsed.damage[0]));
  return {
    parsed,
    events: eventsOf(parsed),
    damage: damage.map(({ line, reason }) => `line ${line}: ${reason}`),
  };
}

/** Without numbers and times. What answers a call says which kind of call it was. */
export function eventsOf({ trace }: ParsedTrace): readonly string[] {
  return Array.from({ length: trace.length }, (_, position) => {
    const {
      i: _i,
      t: _t,
      k,
      p,
      th,
      re,
      ...more
    } = toDisk(trace.at(position)) as Record<string, unknown>;
    const who = th === undefined ? '' : `p${String(p)} th${String(th)} `;
    const fields = Object.entries(more).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const answers = re === undefined ? [] : [`re=${trace.kindAt(trace.positionOf(Number(re)))}`];
    return `${who}${[k, ...fields, ...answers].join(' ')}`;
  });
}

/** The events without what is told about the log itself, and without the beginnings and ends. */
export function happenings({ events }: Opened): readonly string[] {
  return events.filter(
    (event) =>
      !/^(note|end)\b|(?:^| )(?:prog\.start|thread\.run|thread\.exit|prog\.exit) ?/.test(event),
  );
}
