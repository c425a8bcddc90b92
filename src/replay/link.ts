/** The address of a moment: `#/lesson/01-hello-world/3?i=21&th=2&view=bytes`. */
import { NAME } from '../live/name.ts';
import { numberIn, readLook, writeLook, type Look } from './look.ts';

/** A recording that can be asked for by its name. */
export type Source =
  /** `recording`: which of the lesson's, where it has several. */
  | { readonly page: 'lesson'; readonly slug: string; readonly recording?: string }
  | { readonly page: 'recording'; readonly id: string }
  /** The recording of one of the byte lab's presets. */
  | { readonly page: 'preset'; readonly name: string };

export type Place =
  | { readonly page: 'home' }
  | { readonly page: 'recordings' }
  /** The live session: its recording, or how to get to one. */
  | { readonly page: 'live' }
  /** The words of the course; `term` is the one that is asked for. */
  | { readonly page: 'glossary'; readonly term?: string }
  | { readonly page: 'errors' }
  /** A lesson on paper. */
  | { readonly page: 'worksheet'; readonly slug: string }
  | { readonly page: 'lesson'; readonly slug: string; readonly step: number }
  | { readonly page: 'recording'; readonly id: string }
  | { readonly page: 'preset'; readonly name: string }
  /** The byte lab, with the text of a composition, or the name of a preset to begin with. */
  | { readonly page: 'lab'; readonly composed?: string; readonly preset?: string }
  /** Two recordings side by side; the look is that of the left one. */
  | { readonly page: 'compare'; readonly left: Source; readonly right: Source };

export type Link = Place & Look;

/** The link of a `location.hash`; undefined where it leads nowhere. */
export function parseLink(hash: string): Link | undefined {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const place = parsePlace(path.split('/').filter((part) => part !== ''));
  const parameters = new URLSearchParams(query);
  if (place?.page === 'lab') return { ...place, ...labOf(parameters) };
  return place && { ...place, ...readLook(parameters) };
}

/** The hash of a link, with its `#`. */
export function formatLink(link: Link): string {
  const query = (link.page === 'lab' ? labQuery(link) : writeLook(link)).toString();
  return `#${pathOf(link)}${query === '' ? '' : `?${query}`}`;
}

function parsePlace(parts: readonly string[]): Place | undefined {
  const [page, name = '', step = '1'] = parts;
  if (page === undefined) return { page: 'home' };
  if (page === 'recordings' || page === 'errors' || page === 'lab' || page === 'live')
    return parts.length === 1 ? { page } : undefined;
  if (page === 'glossary') return parseGlossary(parts);
  if (page === 'worksheet') return parts.length === 2 ? worksheetOf(name) : undefined;
  if (page === 'compare') return parseCompare(parts);
  const source = parts.length > 3 || name.includes('.') ? undefined : parseSource(page, name);
  if (source?.page === 'recording' || source?.page === 'preset')
    return parts.length === 2 ? source : undefined;
  const number = numberIn(step);
  if (source === undefined || number === undefined || number === 0) return undefined;
  return { ...source, step: number };
}

function parseGlossary({ length, 1: term }: readonly string[]): Place | undefined {
  if (length === 1) return { page: 'glossary' };
  return length === 2 && NAME.test(term ?? '') ? { page: 'glossary', term } : undefined;
}

function labOf(parameters: URLSearchParams): Omit<Place & { readonly page: 'lab' }, 'page'> {
  const [composed, preset] = [parameters.get('c'), parameters.get('preset')];
  return {
    ...(composed !== null && { composed }),
    ...(preset !== null && NAME.test(preset) && { preset }),
  };
}

function labQuery({ composed, preset }: Place & { readonly page: 'lab' }): URLSearchParams {
  const parameters = new URLSearchParams();
  if (composed !== undefined) parameters.set('c', composed);
  if (preset !== undefined) parameters.set('preset', preset);
  return parameters;
}

function worksheetOf(slug: string): Place | undefined {
  return NAME.test(slug) ? { page: 'worksheet', slug } : undefined;
}

function parseCompare(parts: readonly string[]): Place | undefined {
  const [, leftPage = '', leftName = '', rightPage = '', rightName = ''] = parts;
  const left = parseSource(leftPage, leftName);
  const right = parseSource(rightPage, rightName);
  if (parts.length !== 5 || left === undefined || right === undefined) return undefined;
  return { page: 'compare', left, right };
}

function parseSource(page: string, name: string): Source | undefined {
  const [slug = '', recording] = page === 'lesson' ? name.split('.', 2) : [name];
  if (!NAME.test(slug) || (recording !== undefined && !NAME.test(recording))) return undefined;
  if (page === 'lesson')
    return recording === undefined ? { page, slug } : { page, slug, recording };
  if (page === 'preset') return { page, name };
  return page === 'recording' ? { page, id: name } : undefined;
}

function pathOf(place: Place): string {
  switch (place.page) {
    case 'home':
      return '/';
    case 'recordings':
      return '/recordings';
    case 'live':
      return '/live';
    case 'glossary':
      return place.term === undefined ? '/glossary' : `/glossary/${place.term}`;
    case 'errors':
      return '/errors';
    case 'worksheet':
      return `/worksheet/${place.slug}`;
    case 'lesson':
      return `/lesson/${place.slug}/${place.step}`;
    case 'recording':
      return `/recording/${place.id}`;
    case 'preset':
      return `/preset/${place.name}`;
    case 'lab':
      return '/lab';
    case 'compare':
      return `/compare/${sourceOf(place.left)}/${sourceOf(place.right)}`;
  }
}

/** The name by which it is asked for. */
export function nameOf(source: Source): string {
  switch (source.page) {
    case 'lesson':
      return source.slug;
    case 'recording':
      return source.id;
    case 'preset':
      return source.name;
  }
}

function sourceOf(source: Source): string {
  if (source.page !== 'lesson') return `${source.page}/${nameOf(source)}`;
  const { slug, recording } = source;
  return recording === undefined ? `lesson/${slug}` : `lesson/${slug}.${recording}`;
}
