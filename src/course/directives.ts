/** The directives of the lesson format, and how their attributes are read. */
import type { AuthorFile } from './author-file.ts';
import type { Content, OfType } from './markdown.ts';

/** `::name[label]{attributes}`. */
export type Leaf = OfType<'leafDirective'>;
/** `:::name{attributes}` … `:::`. */
export type Container = OfType<'containerDirective'>;

const LEAVES = ['step', 'cue', 'highlight', 'runs', 'lab', 'measure', 'holds'];
const CONTAINERS = ['number', 'choice', 'text', 'bytes', 'order', 'point', 'aside', 'notes'];
const IN_QUESTIONS = ['option', 'item', 'answer', 'because'];

/**
 * A label belongs before the braces. Many write it behind them, so both are read; no line moves.
 */
export function labelsFirst(text: string): string {
  return text.replace(/^(:{2,}[a-z-]+)(\{[^\n]*\})(\[[^\n]*\])[ \t]*$/gm, '$1$3$2');
}

/** The attributes as the author wrote them; one without a value is an empty text. */
export function attributesOf(node: Leaf | Container): Record<string, string> {
  const entries = Object.entries(node.attributes ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}

/** The attributes, if the directive has no others than these. */
export function onlyAttributes<N extends string>(
  file: AuthorFile,
  node: Leaf | Container,
  names: readonly N[],
): Partial<Record<N, string>> {
  const attributes = attributesOf(node);
  const other = Object.keys(attributes).find((name) => !names.some((known) => known === name));
  if (other === undefined) return attributes as Partial<Record<N, string>>;
  const known = names.map((name) => (name === 'id' ? '#id' : name)).join(', ');
  const has = names.length === 0 ? 'it has none' : `it has ${known}`;
  return file.fail(node, `${shown(node)} has no "${other}"; ${has}`);
}

/** One of the words, if it is one. */
export function oneOf<N extends string>(
  file: AuthorFile,
  node: Leaf | Container,
  name: string,
  value: string,
  words: readonly N[],
): N {
  const found = words.find((word) => word === value);
  return found ?? file.fail(node, `${name} is one of ${words.join(', ')}, not "${value}"`);
}

/** A whole number, from 0. */
export function wholeNumber(file: AuthorFile, node: Content, name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  return file.fail(node, `${name} must be a whole number, not "${value}"`);
}

/** How the directive is written. */
export function shown(node: {
  readonly type: string;
  readonly name: string;
}): `${':' | '::' | ':::'}${string}` {
  if (node.type === 'textDirective') return `:${node.name}`;
  return node.type === 'leafDirective' ? `::${node.name}` : `:::${node.name}`;
}

/** @throws {LessonError} always: the directive is unknown, or in a place where it cannot be. */
export function misplaced(file: AuthorFile, node: Leaf | Container): never {
  const { name } = node;
  if (IN_QUESTIONS.includes(name)) {
    file.fail(node, `::${name} belongs inside a question, and has two colons`);
  }
  if (LEAVES.includes(name)) file.fail(node, `"${shown(node)}" is written ::${name}, in a step`);
  if (CONTAINERS.includes(name)) {
    file.fail(node, `"${shown(node)}" is written :::${name} … :::, in a step`);
  }
  const known = [...LEAVES.map((one) => `::${one}`), ...CONTAINERS.map((one) => `:::${one}`)];
  return file.fail(
    node,
    `unknown directive "${shown(node)}"; there are ${known.join(', ')}, ` +
      `and inside questions ${IN_QUESTIONS.map((one) => `::${one}`).join(', ')}`,
  );
}
