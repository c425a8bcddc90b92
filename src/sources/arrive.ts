import type { ErrorReply } from '../live/api.ts';
import { ARRIVAL } from './arrival.ts';

/** Where the page goes from there: the presenter to the beginning, the class to the live session. */
const NEXT = { presenter: '#/', join: '#/live' } as const;

/** The parts of the browser that an arrival needs. */
export interface Arriving {
  readonly location: Pick<Location, 'hash' | 'href'>;
  readonly history: Pick<History, 'replaceState'>;
  fetch(url: URL, how: RequestInit): Promise<Response>;
}

/**
 * Shows the server what the link carries; it answers with a cookie. The secret leaves the address
 * and the history before anything else is done, and whatever comes of it.
 * @returns why it was refused, in one sentence; undefined where the page has the role now
 */
export async function arrive(browser: Arriving): Promise<string | undefined> {
  const [, kind, secret = ''] = ARRIVAL.exec(browser.location.hash) ?? [];
  if (kind !== 'presenter' && kind !== 'join') return undefined;
  browser.history.replaceState(undefined, '', NEXT[kind]);
  const body = JSON.stringify(kind === 'presenter' ? { token: secret } : { code: secret });
  const headers = { 'content-type': 'application/json' };
  const how: RequestInit = { method: 'POST', headers, body, cache: 'no-store' };
  try {
    const answer = await browser.fetch(new URL(`api/${kind}`, browser.location.href), how);
    return answer.ok ? undefined : await sentenceOf(answer);
  } catch {
    return 'wirestep does not answer: is it running?';
  }
}

async function sentenceOf(answer: Response): Promise<string> {
  const { error } = (await answer.json().catch(() => ({}))) as Partial<ErrorReply>;
  return error ?? `This link leads nowhere (HTTP ${answer.status}).`;
}
