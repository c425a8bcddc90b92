import { parse as parseYaml } from 'yaml';
import { readCue } from './cue.ts';
import { LessonError, type Lesson, type LessonBlock, type LessonStep } from './lesson.ts';
import { markdown, type Content, type OfType } from './markdown.ts';
import { toNode } from './nodes.ts';

const SLUG = /^(\d\d)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * `lesson.md` → lesson. Front matter with `title` and `summary`; each `##` begins a step; each step
 * has one `::cue{kind="recv.ret" thread="Thread-1" nth=1}`.
 * Throws `LessonError` with the file and line of the first thing that is not so.
 */
export function parseLesson(file: string, slug: string, text: string): Lesson {
  const number = SLUG.exec(slug)?.[1];
  if (number === undefined) {
    throw new LessonError(file, 1, `a lesson's folder is named 01-some-words, not "${slug}"`);
  }
  const root = markdown.parse(text);
  const [first, ...rest] = root.children;
  const { title, summary } = frontMatter(file, first);
  const steps = sections(file, rest).map((section) => readStep(file, section));
  if (steps.length === 0) throw new LessonError(file, 1, 'a lesson has at least one ## step');
  return { slug, number: Number(number), title, summary, short: false, steps, references: [] };
}

interface Section {
  readonly heading: OfType<'heading'>;
  readonly content: Content[];
}

function frontMatter(file: string, node: Content | undefined) {
  if (node?.type !== 'yaml') {
    throw new LessonError(file, 1, 'begin with front matter: --- title and summary ---');
  }
  const data: unknown = parseYaml(node.value);
  const fields = typeof data === 'object' && data !== null ? data : {};
  const read = (name: 'title' | 'summary'): string => {
    const value: unknown = name in fields ? fields[name as keyof typeof fields] : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw new LessonError(file, 1, `the front matter needs a ${name}`);
  };
  return { title: read('title'), summary: read('summary') };
}

function sections(file: string, nodes: readonly Content[]): readonly Section[] {
  const found: Section[] = [];
  for (const node of nodes) {
    if (node.type === 'heading' && node.depth === 2) found.push({ heading: node, content: [] });
    else if (found.length === 0) {
      throw new LessonError(file, lineOf(node), 'text before the first ## step');
    } else found.at(-1)?.content.push(node);
  }
  return found;
}

function readStep(file: string, { heading, content }: Section): LessonStep {
  const cues = content.filter(
    (node): node is OfType<'leafDirective'> => node.type === 'leafDirective',
  );
  const [directive, second] = cues;
  const at = lineOf(second ?? directive ?? heading);
  for (const { name, position } of cues) {
    if (name === 'cue') continue;
    throw new LessonError(file, position?.start.line ?? at, `unknown directive "::${name}"`);
  }
  if (directive === undefined) throw new LessonError(file, at, 'a step needs a ::cue{…}');
  if (second !== undefined) throw new LessonError(file, at, 'a step has one ::cue, not two');
  const cue = readCue((directive.attributes ?? {}) as Record<string, string>);
  if (typeof cue === 'string') throw new LessonError(file, at, cue);
  const body: readonly LessonBlock[] = content
    .filter((node) => node.type !== 'leafDirective')
    .map((node) => ({ block: 'text', node: toNode(file, node) }));
  const title = plainText(heading.children);
  return { title, stage: 'investigate', recording: 'main', body, cue, line: at, holds: [] };
}

function plainText(nodes: OfType<'heading'>['children']): string {
  return nodes
    .map((node) =>
      'value' in node ? node.value : 'children' in node ? plainText(node.children) : '',
    )
    .join('');
}

function lineOf(node: Content): number {
  return node.position?.start.line ?? 1;
}
