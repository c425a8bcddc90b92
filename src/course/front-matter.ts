import { parseDocument } from 'yaml';
import type { AuthorFile } from './author-file.ts';
import type { Content } from './markdown.ts';

/** What a lesson says of itself. */
interface FrontMatter {
  readonly title: string;
  readonly summary: string;
  readonly minutes?: number;
  readonly short: boolean;
}

const FIELDS = ['title', 'summary', 'minutes', 'short'];

/** Reads what stands between the two `---` at the beginning. */
export function readFrontMatter(file: AuthorFile, node: Content | undefined): FrontMatter {
  if (node?.type !== 'yaml') {
    return file.fail(1, 'begin with front matter: --- title and summary ---');
  }
  const document = parseDocument(node.value);
  const broken = document.errors[0];
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    file.fail(line + 1, `the front matter is no YAML: ${broken.message.split('\n')[0]}`);
  }
  const data: unknown = document.toJS();
  const fields = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  const lineOf = (name: string): number =>
    node.value.split('\n').findIndex((line) => line.startsWith(`${name}:`)) + 2;
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    file.fail(lineOf(unknown), `the front matter has no "${unknown}"; it has ${FIELDS.join(', ')}`);
  }
  const text = (name: 'title' | 'summary'): string => {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    return file.fail(Math.max(lineOf(name), 1), `the front matter needs a ${name}`);
  };
  const { minutes, short = false } = fields;
  if (typeof short !== 'boolean') file.fail(lineOf('short'), 'short is true or false');
  const about = { title: text('title'), summary: text('summary'), short };
  if (minutes === undefined) return about;
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 1) {
    return file.fail(lineOf('minutes'), 'minutes is a whole number');
  }
  return { ...about, minutes };
}
