/** The address of a moment: `#/lesson/01-hello-world/3?i=21&th=2&view=bytes`. */

export type Place =
  | { readonly page: 'home' }
  | { readonly page: 'recordings' }
  | { readonly page: 'lesson'; readonly slug: string; readonly step: number }
  | { readonly page: 'recording'; readonly id: string };

export type Link = Place & {
  /** `seq` of the event at the playhead: it stays right when a view counts differently. */
  readonly seq?: number;
  readonly thread?: number;
  readonly view?: string;
};

/** Ids and slugs become part of paths: nothing but these characters. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
const NUMBER = /^\d{1,15}$/;
const VIEW = /^[a-z]{1,20}$/;

/** The link of a `location.hash`; undefined where it leads nowhere. Unknown parameters and those
 *  with values that cannot be are ignored. */
export function parseLink(hash: string): Link | undefined {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const place = parsePlace(path.split('/').filter((part) => part !== ''));
  if (place === undefined) return undefined;
  const parameters = new URLSearchParams(query);
  const view = parameters.get('view') ?? '';
  return {
    ...place,
    seq: numberIn(parameters.get('i') ?? ''),
    thread: numberIn(parameters.get('th') ?? ''),
    view: VIEW.test(view) ? view : undefined,
  };
}

/** The hash of a link, with its `#`. */
export function formatLink(link: Link): string {
  const parameters = new URLSearchParams();
  if (link.seq !== undefined) parameters.set('i', String(link.seq));
  if (link.thread !== undefined) parameters.set('th', String(link.thread));
  if (link.view !== undefined) parameters.set('view', link.view);
  const query = parameters.toString();
  return `#${pathOf(link)}${query === '' ? '' : `?${query}`}`;
}

function parsePlace(parts: readonly string[]): Place | undefined {
  const [page, name = '', step = '1'] = parts;
  if (page === undefined) return { page: 'home' };
  if (page === 'recordings') return parts.length === 1 ? { page } : undefined;
  if (parts.length > 3 || !NAME.test(name)) return undefined;
  if (page === 'recording') return parts.length === 2 ? { page, id: name } : undefined;
  const number = numberIn(step);
  if (page !== 'lesson' || number === undefined || number === 0) return undefined;
  return { page, slug: name, step: number };
}

function pathOf(place: Place): string {
  switch (place.page) {
    case 'home':
      return '/';
    case 'recordings':
      return '/recordings';
    case 'lesson':
      return `/lesson/${place.slug}/${place.step}`;
    case 'recording':
      return `/recording/${place.id}`;
  }
}

function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}
