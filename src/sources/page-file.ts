/** What this very page holds, where it is a file that was saved: a lesson, or one recording. */
import type { CuedLesson, LessonEntry } from '../course/lesson.ts';
import type { Shared } from '../course/shared.ts';
import { ID, readPacked, SHARED_ID, unpack, writePage } from '../export/page-file.ts';
import type { Head, HeldRecording } from '../export/page-file.ts';

/** What was saved. */
export interface PageHead extends Head {
  readonly lesson?: CuedLesson;
  /** The lesson's line in the list of lessons. */
  readonly entry?: LessonEntry;
  /** Names of characters that the recordings hold and the page has no names of. */
  readonly names?: Readonly<Record<string, string>>;
}

/** All that a page shows. */
export interface HeldPage extends Shared, Omit<PageHead, 'names'> {
  /** Bytes of the recordings, in the order of the head. */
  readonly traces: readonly Uint8Array[];
}

/** The text of a page with a lesson in it. Fails in words where the page has no room for one. */
export async function writeLessonPage(
  template: string,
  about: Pick<PageHead, 'entry' | 'names'> & { readonly lesson: CuedLesson },
  recordings: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<string> {
  const held = recordings.map(({ name, bytes }): HeldRecording => ({ name, bytes: bytes.length }));
  const head: PageHead = { ...about, recordings: held };
  const traces = recordings.map(({ bytes }) => new Uint8Array(bytes));
  const opens = `#/lesson/${about.lesson.slug}`;
  let page = '';
  for await (const piece of writePage(template, { opens, head, traces })) page += piece;
  return page;
}

/** The address that this page opens with; undefined where it holds nothing. */
export function opensWith(page: ParentNode = document): string | undefined {
  return page.querySelector(`#${ID}`)?.getAttribute('data-opens') ?? undefined;
}

/** What this page holds; undefined where that is nothing. */
export async function readHeldPage(page: ParentNode = document): Promise<HeldPage | undefined> {
  const textOf = (id: string) => page.querySelector(`#${id}`)?.textContent ?? '';
  const [packed, shared] = [textOf(ID), textOf(SHARED_ID)];
  if (packed === '') return undefined;
  const { head, traces } = await readPacked(packed);
  const common = shared === '' ? NOTHING : (JSON.parse(await textIn(shared)) as Shared);
  const { names, ...own } = head as PageHead;
  return { ...common, ...own, names: { ...common.names, ...names }, traces };
}

async function textIn(packed: string): Promise<string> {
  return new TextDecoder().decode(await unpack(packed));
}

/** A page that was built without lessons and sources. */
const NOTHING: Shared = { version: '', highlighted: [], glossary: [], errors: [], names: {} };
