/** A question to the room, as it travels from the presenter's page to those who follow. */
import { visibleLines } from '../trace/visible.ts';
import { readGiven, type Given } from './given.ts';
import {
  TAGS,
  type Conditions,
  type CuedQuestion,
  type Item,
  type LessonNode,
  type Option,
} from './lesson.ts';

/** What of the questions of lessons and recordings goes with them to the room. */
export type RoomQuestion = CuedQuestion & {
  /** What is asked about, as pages name it: `recording/ID`, `lesson/SLUG`. */
  readonly about?: string;
  /** The threads that it waits for, where its answer was still to come when it was asked. */
  readonly coming?: readonly number[];
  /** What was recorded, once that is shown. */
  readonly recorded?: Given;
};

export function writeRoomQuestion(question: RoomQuestion): string {
  return JSON.stringify(question);
}

/** Undefined where the text is no question: another page has written it. */
export function readRoomQuestion(text: string): RoomQuestion | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const fields = fieldsOf(data);
  const question = readQuestion(fields);
  if (question === undefined) return undefined;
  const { about, coming } = fields;
  const recorded = readGiven(fields['recorded']);
  return {
    ...question,
    ...(typeof about === 'string' && { about }),
    ...(isList(coming, isCount) && { coming }),
    ...(recorded !== undefined && { recorded }),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function readQuestion(fields: Fields): CuedQuestion | undefined {
  const { kind, id, unit, fact, answer, cells, at, target } = fields;
  const [prompt, reason] = [readNodes(fields['prompt']), readNodes(fields['reason'])];
  if (typeof id !== 'string' || prompt === undefined || reason === undefined) return undefined;
  const asked = { id, prompt, reason };
  if (kind === 'order') {
    const items = listOf(fields['items'], readItem);
    return items && { ...asked, kind, items };
  }
  if (!isCount(answer)) return undefined;
  switch (kind) {
    case 'number': {
      if (typeof fact !== 'string') return undefined;
      const shown = typeof unit === 'string' ? { unit: visibleLines(unit) } : {};
      return { ...asked, kind, fact, answer, ...shown };
    }
    case 'text':
      return typeof fact === 'string' ? { ...asked, kind, fact, answer } : undefined;
    case 'choice': {
      const options = listOf(fields['options'], readOption);
      return options && { ...asked, kind, options, answer };
    }
    case 'bytes':
      return isCount(cells) && cells <= MOST_CELLS ? { ...asked, kind, cells, answer } : undefined;
    case 'point': {
      if (at !== 'byte' && at !== 'line' && at !== 'call') return undefined;
      return { ...asked, kind, at, answer, ...(isCount(target) && { target }) };
    }
    default:
      return undefined;
  }
}

const MOST_CELLS = 1024;
/** Of nodes in nodes: JSON may nest as deep as it is long. */
const DEEPEST = 8;

function readNodes(value: unknown): readonly LessonNode[] | undefined {
  return listOf(value, (node) => readNode(node, 0));
}

/** Only the tags of lessons, and only links within the page: an element is made of it. */
function readNode(value: unknown, depth: number): LessonNode | undefined {
  if (depth > DEEPEST) return undefined;
  const fields = fieldsOf(value);
  const { href, term } = fields;
  const tag = TAGS.find((one) => one === fields['tag']);
  const children = listOf(fields['children'], (child) =>
    typeof child === 'string' ? visibleLines(child) : readNode(child, depth + 1),
  );
  if (tag === undefined || children === undefined) return undefined;
  return {
    tag,
    children,
    ...(typeof href === 'string' && href.startsWith('#/') && { href }),
    ...(typeof term === 'string' && { term }),
  };
}

function readOption(value: unknown): Option | undefined {
  const { label, conditions } = fieldsOf(value);
  if (typeof label !== 'string' || !isConditions(conditions)) return undefined;
  return { label: visibleLines(label), conditions };
}

function readItem(value: unknown): Item<number> | undefined {
  const { label, event } = fieldsOf(value);
  return typeof label === 'string' && isCount(event)
    ? { label: visibleLines(label), event }
    : undefined;
}

function isConditions(value: unknown): value is Conditions {
  const fields = fieldsOf(value);
  return value === fields && Object.values(fields).every((one) => typeof one === 'string');
}

/** An object without a field, where it is none. */
function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Undefined where one of them cannot be read. */
function listOf<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.map(read);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function isList<T>(value: unknown, is: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
