import { unicodeReadableName } from 'unicode-name';
import { writeLessonPage } from '../../sources/page-file.ts';
import { download } from '../shell/download.ts';
import type { Sources } from '../shell/sources.ts';

type Listed = Pick<Sources, 'lessons'>;
type Parts = NonNullable<Sources['lessonParts']>;

/** The text of an HTML file that shows one lesson, with nothing else installed. */
export async function lessonPage(sources: Listed, parts: Parts, slug: string): Promise<string> {
  const [{ template, lesson, recordings }, lessons] = await Promise.all([
    parts(slug),
    sources.lessons(),
  ]);
  const entry = lessons.find((one) => one.slug === slug);
  if (entry === undefined) throw new Error(`There is no lesson ${slug}.`);
  const names = namesIn(recordings.map(({ bytes }) => DECODER.decode(bytes)).join(''));
  return writeLessonPage(template, { entry, lesson, names }, recordings);
}

/** Saves a lesson as one file, and returns its name. Fails with a sentence. */
export async function saveLesson(sources: Listed, parts: Parts, slug: string): Promise<string> {
  const page = await lessonPage(sources, parts, slug);
  const name = `wirestep-${slug}.html`;
  download(name, new Blob([page], { type: 'text/html' }));
  return name;
}

const DECODER = new TextDecoder();

/** Unicode's names of the characters of a text. */
function namesIn(text: string): Readonly<Record<string, string>> {
  const codes = new Set<number>();
  for (const character of text) codes.add(character.codePointAt(0) ?? 0);
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const name = unicodeReadableName(code);
      return name === undefined ? [] : [[code, name]];
    }),
  );
}
