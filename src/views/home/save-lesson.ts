import { unicodeReadableName } from 'unicode-name';
import { writeLessonFile } from '../../sources/lesson-file.ts';
import { download } from '../shell/download.ts';
import type { Sources } from '../shell/sources.ts';

type Shared = Pick<Sources, 'lessons' | 'status' | 'highlighted' | 'glossary' | 'errors'>;
type Parts = NonNullable<Sources['lessonParts']>;

/** The text of an HTML file that shows one lesson, with nothing else installed. */
export async function lessonPage(sources: Shared, parts: Parts, slug: string): Promise<string> {
  const [{ template, lesson, recordings }, lessons, highlighted, glossary, errors] =
    await Promise.all([
      parts(slug),
      sources.lessons(),
      sources.highlighted().catch(() => []),
      sources.glossary(),
      sources.errors(),
    ]);
  const entry = lessons.find((one) => one.slug === slug);
  if (entry === undefined) throw new Error(`There is no lesson ${slug}.`);
  const { version } = await sources.status().catch(() => ({ version: '' }));
  const traces = recordings.map(({ name, bytes }) => ({ name, trace: DECODER.decode(bytes) }));
  const names = namesIn(traces.map(({ trace }) => trace).join(''));
  const file = { version, entry, lesson, recordings: traces, highlighted, glossary, errors, names };
  return writeLessonFile(template, file);
}

/** Saves a lesson as one file, and returns its name. Fails with a sentence. */
export async function saveLesson(sources: Shared, parts: Parts, slug: string): Promise<string> {
  const page = await lessonPage(sources, parts, slug);
  const name = `wirestep-${slug}.html`;
  download(name, new Blob([page], { type: 'text/html' }));
  return name;
}

const DECODER = new TextDecoder();

/** Unicode's names of the characters that can stand in a byte view: those of the text, and the
 *  first 256, which bytes alone may be. */
function namesIn(text: string): Readonly<Record<string, string>> {
  const codes = new Set(Array.from({ length: 256 }, (_, code) => code));
  for (const character of text) codes.add(character.codePointAt(0) ?? 0);
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const name = unicodeReadableName(code);
      return name === undefined ? [] : [[code, name]];
    }),
  );
}
