import { lineOf, type AuthorFile } from './author-file.ts';
import { FACTS, isNumber } from './conditions.ts';
import { conditionsFault, readCue } from './cue.ts';
import { attributesOf, misplaced, oneOf, onlyAttributes, wholeNumber } from './directives.ts';
import type { Container, Leaf } from './directives.ts';
import { assertNever } from '../trace/format.ts';
import type { Claim, Item, LessonNode, Option, Question, QuestionKind } from './lesson.ts';
import type { Content } from './markdown.ts';
import { toNode, wordsOf } from './nodes.ts';

const QUESTIONS = ['number', 'choice', 'text', 'bytes', 'order', 'point'] as const;
const POINTS = ['byte', 'line', 'call'] as const;

/** The parts of a question, in the order in which they are written. */
interface Parts {
  readonly prompt: readonly LessonNode[];
  readonly options: readonly Leaf[];
  readonly items: readonly Leaf[];
  readonly answer: Leaf | undefined;
  readonly reason: readonly LessonNode[];
}

/** The kind of question that the directive begins; undefined where it begins none. */
export function questionKind(name: string): QuestionKind | undefined {
  return QUESTIONS.find((kind) => kind === name);
}

/** Reads `:::number{#id} … :::` and its like. */
export function readQuestion(file: AuthorFile, node: Container, kind: QuestionKind): Question {
  const attributes = onlyAttributes(file, node, OWN[kind]);
  if (attributes.id === undefined) file.fail(node, `a question has an id: :::${kind}{#some-words}`);
  const id = file.claim(attributes.id, node);
  const { prompt, options, items, answer, reason } = partsOf(file, node);
  if (prompt.length === 0) file.fail(node, 'a question begins with its text');
  if (reason.length === 0) {
    file.fail(node, 'a question ends with ::because and the reason for its answer');
  }
  if (kind !== 'choice' && options[0]) file.fail(options[0], '::option belongs in a :::choice');
  if (kind !== 'order' && items[0]) file.fail(items[0], '::item belongs in an :::order');
  const asked = { id, prompt, reason };
  if (kind === 'order') {
    if (answer !== undefined) file.fail(answer, 'an :::order has its answer in its items');
    return { ...asked, kind, items: readItems(file, node, items) };
  }
  if (answer === undefined) return file.fail(node, 'a question has one ::answer{kind="…" …}');
  switch (kind) {
    case 'number':
    case 'text': {
      const fact = readFact(file, answer, kind);
      const asks = { ...asked, fact, answer: readClaim(file, answer, kind) };
      if (kind === 'text') return { ...asks, kind };
      return attributes.unit === undefined
        ? { ...asks, kind }
        : { ...asks, kind, unit: attributes.unit };
    }
    case 'choice': {
      const right = options.findIndex((option) => 'right' in attributesOf(option));
      const claim = readClaim(file, answer, kind);
      const all = readOptions(file, node, options);
      return { ...asked, kind, options: all, answer: { ...claim, is: String(right) } };
    }
    case 'bytes': {
      const cells = attributesOf(answer)['len'] ?? attributesOf(answer)['n'] ?? '';
      if (!/^[1-9]\d{0,2}$/.test(cells)) {
        file.fail(answer, 'the ::answer of :::bytes says how many: len=64');
      }
      return { ...asked, kind, cells: Number(cells), answer: readClaim(file, answer, kind) };
    }
    case 'point': {
      const at = oneOf(file, node, 'at', attributes.at ?? '', POINTS);
      const claim = readClaim(file, answer, kind);
      if (claim.is === undefined) return { ...asked, kind, at, answer: claim };
      if (at === 'call') file.fail(answer, 'the event of the ::answer is the call: leave out is');
      const target = wholeNumber(file, answer, 'is', claim.is);
      return { ...asked, kind, at, target, answer: claim };
    }
    default:
      return assertNever(kind);
  }
}

const OWN = {
  number: ['id', 'unit'],
  text: ['id'],
  choice: ['id'],
  bytes: ['id'],
  order: ['id'],
  point: ['id', 'at'],
} as const satisfies Record<QuestionKind, readonly ('id' | 'unit' | 'at')[]> as Record<
  QuestionKind,
  readonly ('id' | 'unit' | 'at')[]
>;

function partsOf(file: AuthorFile, node: Container): Parts {
  const prompt: LessonNode[] = [];
  const reason: LessonNode[] = [];
  const options: Leaf[] = [];
  const items: Leaf[] = [];
  let answer: Leaf | undefined;
  let because: Leaf | undefined;
  for (const child of node.children as readonly Content[]) {
    if (child.type === 'containerDirective') misplaced(file, child);
    if (child.type !== 'leafDirective') {
      const begun = answer ?? options[0] ?? items[0];
      if (because === undefined && begun !== undefined) {
        file.fail(child, 'text comes before the options and the answer, or after ::because');
      }
      (because === undefined ? prompt : reason).push(toNode(file, child));
      continue;
    }
    if (because !== undefined) file.fail(child, `::${child.name} comes before ::because`);
    if (child.name === 'option') options.push(child);
    else if (child.name === 'item') items.push(child);
    else if (child.name === 'because') {
      onlyAttributes(file, child, []);
      because = child;
    } else if (child.name !== 'answer') misplaced(file, child);
    else if (answer === undefined) answer = child;
    else file.fail(child, 'a question has one ::answer, not two');
  }
  return { prompt, options, items, answer, reason };
}

function readFact(file: AuthorFile, node: Leaf, kind: 'number' | 'text'): string {
  const { fact = '' } = attributesOf(node);
  if (fact === 'ms') file.fail(node, 'no two runs take the same time: ask with a :::choice');
  if (fact.startsWith('local.') && fact.length > 6) return fact;
  if (!FACTS.includes(fact)) {
    file.fail(
      node,
      `the ::answer says what is asked for: fact="${kind === 'text' ? 'text' : 'n'}"`,
    );
  }
  if (kind === 'number' && !isNumber(fact)) {
    file.fail(node, `"${fact}" is no number: ask for it with :::text or :::choice`);
  }
  return fact;
}

function readClaim(file: AuthorFile, node: Leaf, kind: QuestionKind): Claim {
  const { fact: _, is, ...cue } = attributesOf(node);
  if (kind === 'choice' || kind === 'order') {
    if (is !== undefined) file.fail(node, 'the right option is marked: {… right}');
  } else if (is === undefined && kind !== 'point') {
    file.fail(node, 'the ::answer says what you take for right: is="…"');
  }
  if (kind === 'number' && !/^-?\d+$/.test(is ?? '')) {
    file.fail(node, `is must be a whole number, not "${is}"`);
  }
  if (kind === 'bytes' && !/^[\da-f]{2}( ?[\da-f]{2})*$/i.test(is ?? '')) {
    file.fail(node, `is has the first bytes in hex: is="31 32", not "${is}"`);
  }
  return claimOf(file, node, cue, is);
}

function claimOf(
  file: AuthorFile,
  node: Leaf,
  attributes: Readonly<Record<string, string>>,
  is?: string,
): Claim {
  const cue = readCue(attributes);
  if (typeof cue === 'string') return file.fail(node, cue);
  const line = lineOf(node);
  return is === undefined ? { cue, line } : { cue, is, line };
}

function readOptions(file: AuthorFile, node: Container, all: readonly Leaf[]): readonly Option[] {
  if (all.length < 2) file.fail(node, 'a :::choice has two ::option[…]{…} or more');
  const right = all.filter((option) => 'right' in attributesOf(option));
  if (right.length !== 1) {
    file.fail(right[1] ?? node, 'exactly one ::option is marked: {… right}');
  }
  return all.map((option) => {
    const { right: _, ...conditions } = attributesOf(option);
    const fault = conditionsFault(conditions);
    if (fault !== undefined) file.fail(option, fault);
    if (Object.keys(conditions).length === 0) {
      file.fail(option, 'an ::option says when it is right: ::option[…]{waited="no"}');
    }
    return { label: labelOf(file, option), conditions };
  });
}

function readItems(file: AuthorFile, node: Container, all: readonly Leaf[]): readonly Item[] {
  if (all.length < 3 || all.length > 6)
    file.fail(node, 'an :::order has three to six ::item[…]{…}');
  return all.map((item) => ({
    label: labelOf(file, item),
    event: claimOf(file, item, attributesOf(item)),
  }));
}

function labelOf(file: AuthorFile, node: Leaf): string {
  const label = wordsOf(node.children);
  return label === '' ? file.fail(node, `write what is shown: ::${node.name}[…]{…}`) : label;
}
