/** What stands at `#/live` where there is no recording to lead to. */
import type { SessionState, You } from '../../live/state.ts';
import { visible } from '../../trace/visible.ts';
import { sessionSentence } from './session-words.ts';

interface Told {
  readonly you: You | undefined;
  readonly session: SessionState | undefined;
  readonly online: boolean;
}

export interface LivePageWords {
  readonly title: string;
  readonly text: readonly string[];
  /** Id of the recording that the page leads to at once. */
  readonly goes?: string;
  /** Id of the recording of a session that has ended. */
  readonly last?: string;
  /** What the presenter can do here. */
  readonly form?: 'start' | 'restart';
}

/** @param fixed a static copy: no server is behind it */
export function livePage({ you, session, online }: Told, fixed: boolean): LivePageWords {
  if (fixed) {
    const text = 'This is a static copy: no server runs behind it. Install wirestep to run one.';
    return { title: 'Nothing runs here', text: [text] };
  }
  if (you === undefined) {
    const text = online
      ? 'Asking the server what runs…'
      : 'wirestep does not answer. Start it with npm start in its folder: this page goes on by itself.';
    return { title: 'Live', text: [text] };
  }
  if (you.role === 'none') return stranger(you);
  const presents = you.role === 'presenter';
  if (session === undefined) return { title: 'Live', text: ['Asking the server what runs…'] };
  const last = session.recording;
  const notice = session.notice === undefined ? [] : [visible(session.notice)];
  switch (session.state) {
    case 'starting':
      return { title: 'The server is starting', text: [sessionSentence(session)] };
    case 'running': {
      if (last !== undefined)
        return { title: 'Live', text: ['Opening the recording…'], goes: last };
      const text = 'It is not recorded, so there is nothing to show.';
      return {
        title: 'The server runs',
        text: [sessionSentence(session), text, ...notice],
        ...(presents && { form: 'restart' }),
      };
    }
    case 'stopping':
      return { title: 'The server is stopping', text: [sessionSentence(session)], last };
    case 'stopped': {
      const text = presents
        ? 'Start one: it is recorded from its first call, and clients can connect.'
        : 'The presenter can start one. This page goes on by itself then.';
      const title = 'No server runs';
      const told = presents ? [] : notice;
      return { title, text: [...told, text], last, ...(presents && { form: 'start' }) };
    }
  }
}

function stranger({ notice }: You): LivePageWords {
  return {
    title: 'This page may not see the live session',
    text: [
      ...(notice === undefined ? [] : [visible(notice)]),
      'If wirestep runs on your own machine: open the address that it printed when it started. Press Enter in its terminal to have it print a new one.',
      'In a class: open the join link that the presenter shows.',
    ],
  };
}
