/**
 * The page's addresses. Everything a person can point at has one:
 * `#/` · `#/recordings` · `#/lesson/01-hello-world/3?i=21&th=2&view=bytes` · `#/recording/ID?i=21`.
 */

/** What of a recording is looked at: the event by its number, the selected thread, the view. */
export interface Moment {
  /** `seq` of the event at the playhead; undefined before the first. */
  readonly event?: number;
  readonly thread?: number;
  readonly view?: string;
}

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'recordings' }
  | { readonly page: 'lesson'; readonly slug: string; readonly step?: number; readonly moment: Moment }
  | { readonly page: 'recording'; readonly id: string; readonly moment: Moment }
  /** A file that was dropped on the page: it lives in this tab only and has no address. */
  | { readonly page: 'dropped' }
  | { readonly page: 'unknown'; readonly address: string };

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** Reads a location's hash; never throws. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [page = '', name = '', step] = path.split('/').filter((part) => part !== '');
  const moment = readMoment(new URLSearchParams(query));
  if (page === '') return { page: 'home' };
  if (page === 'recordings' && name === '') return { page: 'recordings' };
  if (page === 'dropped') return { page: 'dropped' };
  if (page === 'recording' && NAME.test(name)) return { page, id: name, moment };
  if (page === 'lesson' && NAME.test(name)) return { page, slug: name, step: number(step), moment };
  return { page: 'unknown', address: hash };
}

/** The hash of a route, with its `#`. The inverse of `parseRoute`. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'recordings':
    case 'dropped':
      return `#/${route.page}`;
    case 'recording':
      return `#/recording/${route.id}${writeMoment(route.moment)}`;
    case 'lesson': {
      const step = route.step === undefined ? '' : `/${route.step}`;
      return `#/lesson/${route.slug}${step}${writeMoment(route.moment)}`;
    }
    case 'unknown':
      return route.address;
  }
}

/** True when both show the same recording, whatever the moment. */
export function sameRecording(a: Route, b: Route): boolean {
  if (a.page === 'lesson') return b.page === 'lesson' && a.slug === b.slug;
  if (a.page === 'recording') return b.page === 'recording' && a.id === b.id;
  return a.page === b.page;
}

function readMoment(query: URLSearchParams): Moment {
  const view = query.get('view') ?? '';
  return {
    event: number(query.get('i')),
    thread: number(query.get('th')),
    view: /^[a-z]{1,12}$/.test(view) ? view : undefined,
  };
}

function writeMoment({ event, thread, view }: Moment): string {
  const parts: string[] = [];
  if (event !== undefined) parts.push(`i=${event}`);
  if (thread !== undefined) parts.push(`th=${thread}`);
  if (view !== undefined) parts.push(`view=${view}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function number(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
