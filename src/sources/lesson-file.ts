/**
 * A lesson in one HTML file that needs nothing else: the page itself, and in it, packed, what the
 * page otherwise asks a server for. Packed is gzip and base64: nothing of a lesson or a recording,
 * whatever a client sent, can be taken for markup.
 */
import type { HighlightedSource } from '../course/highlighted.ts';
import type { CuedLesson, LessonEntry } from '../course/lesson.ts';
import type { ErrorEntry, GlossaryEntry } from '../course/reference.ts';

/** What is packed into the page. */
export interface LessonFile {
  /** Of the wirestep that wrote it. */
  readonly version: string;
  readonly entry: LessonEntry;
  readonly lesson: CuedLesson;
  /** `trace`: the lines of the recording. */
  readonly recordings: readonly { readonly name: string; readonly trace: string }[];
  readonly highlighted: readonly HighlightedSource[];
  readonly glossary: readonly GlossaryEntry[];
  readonly errors: readonly ErrorEntry[];
  /** Unicode's names of the characters in the recordings, by code point. */
  readonly names: Readonly<Record<string, string>>;
}

const ID = 'wirestep-lesson';
/** Where the build leaves room for the lesson. */
export const PLACE = `<script type="text/plain" id="${ID}"></script>`;

/** The page with the lesson in it. Throws an Error in words where the page has no room for one. */
export async function writeLessonFile(page: string, file: LessonFile): Promise<string> {
  const [before, after, ...more] = page.split(PLACE);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error('This copy of wirestep cannot save lessons: build it again.');
  }
  const packed = await pack(JSON.stringify(file));
  const start = `<script type="text/plain" id="${ID}" data-slug="${file.lesson.slug}">`;
  return `${before}${start}${packed}</script>${after}`;
}

/** The slug of the lesson in this page; undefined where it holds none. */
export function slugInPage(page: ParentNode = document): string | undefined {
  return page.querySelector(`#${ID}`)?.getAttribute('data-slug') ?? undefined;
}

/** The lesson in this page; undefined where it holds none. */
export async function readLessonFile(page: ParentNode = document): Promise<LessonFile | undefined> {
  const packed = page.querySelector(`#${ID}`)?.textContent ?? '';
  return packed === '' ? undefined : (JSON.parse(await unpack(packed)) as LessonFile);
}

async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(binary);
}

async function unpack(packed: string): Promise<string> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}

/** As many arguments as a call may have, and more than enough. */
const PIECE = 8192;
