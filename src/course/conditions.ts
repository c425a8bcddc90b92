/** What a condition says of a fact: `12`, `<64`, `<=64`, `>64`, `>=64`, or a word. */
import type { Conditions } from './lesson.ts';

export type Fact = string | number;

/** Facts that are compared as numbers. */
const NUMBERS = [
  'n',
  'max',
  'len',
  'line',
  'off',
  'end',
  'queued',
  'ms',
  'digits',
  'padding',
  'threads',
  'port',
  'backlog',
  'value',
  'code',
  'number',
  'count',
] as const;

/** Facts of which a part is enough. */
const TEXTS = ['text', 'message'] as const;

const WORDS = [
  'kind',
  'thread',
  'program',
  'function',
  'name',
  'child',
  'waited',
  'before',
  'by',
  'of',
  'how',
  'option',
  'stream',
  'state',
  'syscall',
  'host',
] as const;

/** Every fact that an event may have, besides `local.NAME`. */
export const FACTS: readonly string[] = [...NUMBERS, ...TEXTS, ...WORDS];

const COMPARISON = /^(<=?|>=?)?(-?\d{1,20}(?:\.\d{1,6})?)$/;

/** A sentence why the condition cannot be; undefined where it can. */
export function faultOf(name: string, condition: string): string | undefined {
  if (name.startsWith('local.')) {
    return name.length > 6 ? undefined : 'name the local: local.msg_length';
  }
  if (!FACTS.includes(name)) {
    return `an event has no "${name}"; it has ${FACTS.join(', ')} and local.NAME`;
  }
  if (!isNumber(name) || COMPARISON.test(condition)) return undefined;
  return `${name} must be a whole number such as 64, or "<64", "<=64", ">64", ">=64", not "${condition}"`;
}

/** Whether the fact is a number, and a question about it one for a number. */
export function isNumber(name: string): boolean {
  return NUMBERS.some((known) => known === name);
}

/** Whether all conditions hold. Locals are looked up last: that costs most. */
export function meets(fact: (name: string) => Fact | undefined, conditions: Conditions): boolean {
  const names = Object.keys(conditions);
  const isLocal = (name: string): boolean => name.startsWith('local.');
  return [...names.filter((name) => !isLocal(name)), ...names.filter(isLocal)].every((name) =>
    holds(name, fact(name), conditions[name] ?? ''),
  );
}

function holds(name: string, fact: Fact | undefined, condition: string): boolean {
  if (fact === undefined) return false;
  if (TEXTS.some((known) => known === name)) return String(fact).includes(condition);
  if (!isNumber(name)) return String(fact) === condition;
  const [, sign = '', digits = ''] = COMPARISON.exec(condition) ?? [];
  const value = Number(fact);
  const limit = Number(digits);
  switch (sign) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    default:
      return value === limit;
  }
}
