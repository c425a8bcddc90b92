import type { LiveStatus, RecordingRow } from '../../src/live/api.ts';
import type { LessonEntry } from '../../src/course/lesson.ts';
import type { Opening } from '../../src/sources/progress.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { OpenRecording, Sources } from '../../src/views/shell/sources.ts';
import { oneMessage } from './conversation.ts';
import { fakeLive, type FakeLive } from './fake-live.ts';

/** Everything a page can be shown, without a server. */
export interface FakeSources extends Sources {
  /** Set, what is asked for next fails with it. */
  failure: Error | undefined;
  /** Openings that wait, where `slow` is set: each is let through by hand. */
  readonly waiting: { readonly opening: Opening; readonly let: () => void }[];
  slow: boolean;
  /** Texts of the compositions that were run. */
  readonly ran: string[];
  liveStatus: LiveStatus | undefined;
  readonly live: FakeLive;
}

interface Given {
  readonly lessons?: readonly LessonEntry[];
  readonly rows?: readonly RecordingRow[];
}

/** Sources of the same one conversation, under every name. */
export function fakeSources({ lessons = [], rows = [] }: Given = {}): FakeSources {
  const talk = oneMessage();
  talk.add('end');
  const bytes = talk.bytes();

  const open = async (dropped: boolean, opening: Opening = {}): Promise<OpenRecording> => {
    if (fake.slow) {
      await new Promise<void>((resolve, reject) => {
        fake.waiting.push({ opening, let: resolve });
        opening.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    }
    if (fake.failure !== undefined) throw fake.failure;
    const close = (): void => undefined;
    return { parsed: parseTrace(bytes), lesson: undefined, dropped, lost: undefined, close };
  };

  const fake: FakeSources = {
    fixed: false,
    failure: undefined,
    slow: false,
    waiting: [],
    ran: [],
    liveStatus: undefined,
    live: fakeLive(),
    lessons: () => (fake.failure ? Promise.reject(fake.failure) : Promise.resolve(lessons)),
    status: async () => ({ version: '0.1.0', live: fake.liveStatus }),
    recordings: () => (fake.failure ? Promise.reject(fake.failure) : Promise.resolve(rows)),
    highlighted: () => Promise.resolve([]),
    glossary: () => Promise.resolve([]),
    errors: () => Promise.resolve([]),
    openLesson: (_slug, opening) => open(false, opening),
    openRecording: (_id, opening) => open(false, opening),
    openFile: (_file, opening) => open(true, opening),
    runLab: (composed) => {
      fake.ran.push(composed);
      return fake.failure
        ? Promise.reject(fake.failure)
        : Promise.resolve(`run-${fake.ran.length}`);
    },
    presets: () => (fake.failure ? Promise.reject(fake.failure) : Promise.resolve([])),
    openPreset: (_name, opening) => open(false, opening),
  };
  return fake;
}
