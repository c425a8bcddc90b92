/** The words of questions that are made from a recording. */
import { visible } from '../trace/visible.ts';
import type { Facts } from './facts.ts';
import type { LessonNode } from './lesson.ts';

/** Whose event it is: `Thread-1 of server`. */
export function whoOf(facts: Facts, at: number): string {
  return visible(`${facts(at, 'thread') ?? 'A thread'} of ${facts(at, 'program') ?? 'a program'}`);
}

export function p(...children: readonly (LessonNode | string)[]): LessonNode {
  return { tag: 'p', children };
}

export function code(text: string): LessonNode {
  return { tag: 'code', children: [text] };
}
