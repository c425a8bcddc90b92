/** A page in a class, with a live recording that grows as a test says. */
import type { LookState } from '../../src/live/state.ts';
import { parseTrace, type ParsedTrace } from '../../src/trace/parse.ts';
import { LiveState } from '../../src/views/live/live-state.svelte.ts';
import { AppState } from '../../src/views/shell/app-state.svelte.ts';
import type { OpenRecording } from '../../src/views/shell/sources.ts';
import { Talk } from '../analysis/talk.ts';
import { runningSession } from './fake-live.ts';
import { fakeSources, type FakeSources } from './fake-sources.ts';

const BYTES = new Talk()
  .message('Hi')
  .message('Hello World!')
  .message('!DISCONNECT')
  .events.bytes();

/** The recording up to its event `seq`. */
export function grownTo(seq: number): ParsedTrace {
  const lines = new TextDecoder().decode(BYTES).split('\n');
  const part = lines.slice(0, seq + 1).join('\n');
  return parseTrace(new TextEncoder().encode(`${part}\n`));
}

export interface ClassPage {
  readonly sources: FakeSources;
  readonly app: AppState;
  readonly live: LiveState;
  /** The live recording has events up to `seq` now. */
  grow(seq: number): void;
  look(link: string, now?: boolean): void;
}

/** The session's recording is `now`. What else is opened is the same conversation. */
export function classPage(seq = 30): ClassPage {
  const sources = fakeSources();
  let parsed = grownTo(seq);
  const open = (): OpenRecording => ({
    parsed,
    lesson: undefined,
    dropped: false,
    lost: undefined,
    close: () => undefined,
  });
  sources.openRecording = () =>
    sources.failure ? Promise.reject(sources.failure) : Promise.resolve(open());
  const app = new AppState(sources);
  const live = new LiveState(sources.live);
  live.watch();
  sources.live.tell(runningSession());
  return {
    sources,
    app,
    live,
    grow: (to) => {
      parsed = grownTo(to);
      app.opened?.player.grow(parsed.trace);
    },
    look: (link, now = false) => {
      const look: LookState = { type: 'look', link, now };
      sources.live.tell(look);
    },
  };
}
