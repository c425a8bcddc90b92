/** The vectors' types and how they are read; `conventions` in the files says what a field means. */
import { readFileSync } from 'node:fs';

export type Step =
  | { readonly op: 'send'; readonly hex: string }
  | { readonly op: 'pause'; readonly ms: number }
  | { readonly op: 'await_reply'; readonly bytes: number }
  | { readonly op: 'shutdown_write' | 'close' | 'reset' | 'other_client_connects' };

/** One recv(n) of the server, or a run of equal ones, and what came of it. */
export interface Recv {
  /** A string of digits beyond 2^53. */
  readonly n: number | string;
  readonly hex?: string;
  readonly repeats?: string;
  readonly blocked?: boolean;
  /** Class and text of the Python exception that it raised. */
  readonly error?: string;
  readonly text?: string;
}

export interface Raised {
  readonly type: string;
  readonly text: string;
  /** The Python statement that raised it. */
  readonly raised_in: string;
}

export type End = 'closed' | 'exception' | 'busy-loop' | 'blocked';
/** How the connection looks to its client. */
export type Sight = 'open' | 'fin' | 'rst' | 'closed-by-client' | 'reset-by-client';

export interface ServerOutcome {
  readonly recv: readonly Recv[];
  readonly prints: readonly string[];
  readonly stdout: string;
  readonly replies_hex: string;
  readonly server_sends: readonly { readonly hex: string; readonly ret: number }[];
  readonly exception?: Raised;
  readonly end: End;
  readonly client_sees: Sight;
  readonly client_sees_after_next_accept: Sight;
}

export interface ServerCase {
  readonly name: string;
  readonly note: string;
  readonly send: readonly Step[];
  readonly expect: ServerOutcome;
}

export interface ClientCase {
  readonly name: string;
  readonly note: string;
  readonly stdout?: string;
  /** The last line of Python's traceback; JSON's null where it died of none. */
  readonly exception?: unknown;
  readonly exit?: number;
  readonly blocked_after_s?: number;
}

export function serverCases(): readonly ServerCase[] {
  return read('server-cases.json').cases as ServerCase[];
}

export function clientCases(): readonly ClientCase[] {
  return read('client-cases.json').cases as ClientCase[];
}

function read(name: string): { readonly cases: unknown } {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  // JSON.parse would round what is beyond 2^53.
  const exact = text.replace(/"n": (-?\d{16,})/g, (pair, digits) =>
    Number.isSafeInteger(Number(digits)) ? pair : `"n": "${digits}"`,
  );
  return JSON.parse(exact) as { cases: unknown };
}
