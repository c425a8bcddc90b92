/** The steps of a sequence diagram. */
import type { Party } from './sequence-parties.ts';

interface Common {
  /** Of the event that the step is. */
  readonly position: number;
}

/** Something goes from one party to another, and is there at `position`. */
export interface Message extends Common {
  readonly kind: 'message';
  /** `untaken`: bytes that nobody took in the part. */
  readonly of: 'bytes' | 'untaken' | 'connect' | 'start' | 'end';
  readonly from: Party;
  readonly to: Party;
  readonly label: string;
  /** From a server to its client. */
  readonly reply: boolean;
  /** Position of the send, or of the connect, that it left with; undefined where that is not in the
   *  part. */
  readonly sent?: number;
  /** What the receiver asked for and got: `recv ≤ 64 got 12`. Of several sends' bytes the first has
   *  it, for all of them. */
  readonly got?: string;
}

/** Words about one party, or about all. */
export interface Remark extends Common {
  readonly kind: 'remark';
  readonly party?: Party;
  readonly tone: 'plain' | 'error';
  readonly text: string;
  /** Of calls that were not written one by one: which, and how many. */
  readonly folded?: { readonly of: string; readonly count: number };
}

export type Step =
  | Message
  | Remark
  /** Something leaves; what of it arrives where is a message of its own. */
  | (Common & { readonly kind: 'sent'; readonly party: Party; readonly label: string })
  /** The party is in a call that may block it, or goes on. */
  | (Common & { readonly kind: 'waits' | 'goes on'; readonly party: Party })
  | (Common & { readonly kind: 'ended'; readonly party: Party });

/** "recv × 50, not written one by one". */
export function foldWords({ of, count }: NonNullable<Remark['folded']>): string {
  return `${of} × ${count}, not written one by one`;
}
