import { formatLink, nameOf, type Link, type Source } from '../../../replay/link.ts';
import { visible } from '../../../trace/visible.ts';
import type { LessonState } from '../../lesson/lesson-state.svelte.ts';
import type { LiveState } from '../../live/live-state.svelte.ts';
import type { Layout } from '../../player/layout.svelte.ts';
import { PRESENTED, VIEW_TITLES } from '../../player/presenter.ts';
import type { AppState } from '../app-state.svelte.ts';
import { THEMES, type Settings } from '../settings.svelte.ts';
import { focusView } from './focus-view.ts';
import type { Action } from './action.ts';

/** What the palette can reach besides the open recording. */
export interface Reach {
  readonly app: AppState;
  readonly live: LiveState;
  readonly settings: Settings;
  readonly layout: Layout;
  /** Opens what lies over the page. */
  readonly show: (which: 'help' | 'export') => void;
  readonly openFile: () => void;
  /** Absent where this moment has no address. */
  readonly share: (() => void) | undefined;
}

/** What can be done with the page, and where one can go. */
export function pageActions(reach: Reach): readonly Action[] {
  return [
    ...following(reach),
    ...places(reach),
    ...views(reach),
    ...settings(reach),
    ...closing(reach),
  ];
}

function following({ live: { comeBack } }: Reach): readonly Action[] {
  if (comeBack === undefined) return [];
  const action = page('follow', 'Follow the presenter', comeBack, 'class return back', 'f');
  return [{ ...action, group: 'Live' }];
}

function places({ app }: Reach): readonly Action[] {
  const rows = (app.news.rows ?? []).filter(({ problem }) => problem === undefined);
  const lessons = app.news.knownLessons;
  const left = sourceOf(app.link, app.opened?.player.course);
  return [
    page('home', 'All lessons', () => app.visit('#/'), 'home start'),
    page('live', 'Live', () => app.visit('#/live'), 'session server running now'),
    page('recordings', 'All recordings', () => app.visit('#/recordings'), 'list'),
    page('lab', 'Byte lab', () => app.visit('#/lab'), 'compose send bytes change preset'),
    page('glossary', 'Glossary', () => app.visit('#/glossary'), 'words terms meaning'),
    page('errors', 'Error finder', () => app.visit('#/errors'), 'traceback exception WinError'),
    ...lessons.map(({ slug, number, title, summary }): Action => ({
      id: `lesson-${slug}`,
      group: 'Lessons',
      title: `Lesson ${number}: ${title}`,
      words: `open start ${summary}`,
      run: () => app.visit(`#/lesson/${slug}`),
    })),
    ...rows.map(({ id, title, started }): Action => ({
      id: `recording-${id}`,
      group: 'Recordings',
      title: `Open ${visible(title)}`,
      words: `recording ${started} ${id}`,
      run: () => app.visit(`#/recording/${id}`),
    })),
    ...[
      ...rows.map(({ id, title }) => ({ right: { page: 'recording', id } as const, title })),
      ...lessons.map(({ slug, number, title }) => ({
        right: { page: 'lesson', slug } as const,
        title: `lesson ${number}: ${title}`,
      })),
    ].flatMap(({ right, title }): readonly Action[] => {
      if (left === undefined || nameOf(left) === nameOf(right)) return [];
      return [
        {
          id: `compare-${nameOf(right)}`,
          group: 'Recordings',
          title: `Compare with ${visible(title)}`,
          words: 'side by side difference',
          run: () => app.visit(formatLink({ page: 'compare', left, right })),
        },
      ];
    }),
  ];
}

function views({ app, layout }: Reach): readonly Action[] {
  const player = app.opened?.player;
  if (player === undefined) return [];
  const only = player.step?.show;
  const shown = PRESENTED.filter((view) => only === undefined || only.includes(view));
  return (['lesson', ...shown] as const).map((view) => ({
    id: `view-${view}`,
    group: 'Views',
    title:
      view === 'lesson'
        ? player.lesson
          ? 'Go to the lesson'
          : 'Go to what the recording is'
        : `Go to ${VIEW_TITLES[view].toLowerCase()}`,
    words: 'view show switch tab pane',
    run: () => {
      player.view = view;
      if (layout.presenter && view !== 'lesson') layout.present(view);
      focusView(view);
    },
  }));
}

function settings({ app, settings, layout, show, share, openFile }: Reach): readonly Action[] {
  const large = layout.presenter;
  return [
    page('help', 'Help: keys, marks, how to read it', () => show('help'), 'shortcuts legend', '?'),
    page('open-file', 'Open a file…', openFile, 'trace jsonl'),
    ...(app.opened
      ? [page('export', 'Export this recording…', () => show('export'), EXPORT_WORDS, 'e')]
      : []),
    ...(share ? [page('share', 'Share this step: copy its link', share, 'address url')] : []),
    page(
      'presenter',
      large ? 'Leave presenter scale' : 'Presenter scale',
      () => (layout.presenter = !large),
      'large projector',
      'P',
    ),
    ...(layout.changed
      ? [page('reset-layout', 'Reset layout', () => layout.reset(), 'panes sizes')]
      : []),
    page(
      'single-keys',
      settings.singleKeys ? 'Switch single-key shortcuts off' : 'Switch single-key shortcuts on',
      () => (settings.singleKeys = !settings.singleKeys),
      'keyboard',
    ),
    ...THEMES.map((theme): Action => ({
      ...page(
        `theme-${theme}`,
        `Theme: ${theme}`,
        () => (settings.theme = theme),
        'dark light colour',
      ),
      set: settings.theme === theme,
    })),
  ];
}

const EXPORT_WORDS =
  'save download pcapng Wireshark CSV JSON asciicast Perfetto Mermaid SVG HTML redact file';

function closing({ app }: Reach): readonly Action[] {
  const { opened, closed } = app;
  const what = opened?.recording.lesson ? 'lesson' : 'recording';
  return [
    ...(opened ? [page('close', `Close this ${what}`, () => app.close(), 'leave')] : []),
    ...(closed
      ? [page('undo-close', `Open ${closed.title} again`, () => app.undo(), 'undo close')]
      : []),
  ];
}

function page(id: string, title: string, run: () => void, words = '', keys?: string): Action {
  return { id, group: 'Page', title, words, keys, run };
}

/** What of an address can be compared; undefined where it is no recording. */
function sourceOf(link: Link | undefined, course: LessonState | undefined): Source | undefined {
  if (link?.page === 'lesson') {
    const { slug } = link;
    const several = (course?.lesson.recordings.length ?? 0) > 1;
    return several
      ? { page: 'lesson', slug, recording: course?.recording }
      : { page: 'lesson', slug };
  }
  if (link?.page === 'preset') return { page: 'preset', name: link.name };
  return link?.page === 'recording' ? { page: 'recording', id: link.id } : undefined;
}
