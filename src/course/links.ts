/** Links between lessons: a step by the id of its cue, so that they survive a new step above it. */
import type { Lesson } from './lesson.ts';

/** What can be linked to: the lessons by their slugs, each with its recordings. */
export interface Course {
  readonly lessons: ReadonlyMap<string, LinkedLesson>;
  /** Names of recorded presets of the byte lab. */
  readonly presets: readonly string[];
}

export interface LinkedLesson {
  readonly slug: string;
  readonly steps: readonly { readonly id?: string }[];
  readonly recordings: readonly string[];
}

const PAGES = ['recordings', 'glossary', 'errors', 'lab'];

/** The link as the page has it: steps by their numbers. A dead one leads as near as there is. */
export function linkTarget(href: string, course: Course): string {
  const { page, name, rest, query } = partsOf(href);
  if (page !== 'lesson') return href;
  const step = stepNumber(course.lessons.get(name), rest[0]) ?? 1;
  return `#/lesson/${name}/${step}${query}`;
}

/** A sentence why the link is dead; undefined where it is not. */
export function linkFault(href: string, course: Course): string | undefined {
  const { page, name, rest } = partsOf(href);
  if (page === '') return undefined;
  if (PAGES.includes(page)) return undefined;
  switch (page) {
    case 'lesson':
    case 'worksheet': {
      const lesson = course.lessons.get(name);
      if (lesson === undefined) return `there is no lesson ${name}`;
      if (rest.length > 1 || stepNumber(lesson, rest[0]) === undefined) {
        return `the lesson ${name} has no step ${rest.join('/')}`;
      }
      return undefined;
    }
    case 'preset':
      return course.presets.includes(name) ? undefined : `there is no preset ${name}`;
    case 'compare': {
      const sides = [[name, rest[0]] as const, [rest[1], rest[2]] as const];
      for (const [kind, side = ''] of sides) {
        const known =
          kind === 'preset' ? course.presets.includes(side) : knows(course, side.split('.'));
        if (!known) return `there is no recording ${side} to compare`;
      }
      return undefined;
    }
    default:
      return `wirestep has no page ${href}`;
  }
}

/**
 * A side of `::runs` as links name it: a recording of this lesson, of another one, or of a preset.
 * Undefined where there is none.
 */
export function sideTarget(
  side: string,
  { slug }: Pick<Lesson, 'slug'>,
  course: Course,
): string | undefined {
  const [, preset] = /^preset\/(.*)$/.exec(side) ?? [];
  if (preset !== undefined) return course.presets.includes(preset) ? side : undefined;
  if (knows(course, [slug, side])) return `lesson/${slug}.${side}`;
  return knows(course, side.split('.')) ? `lesson/${side}` : undefined;
}

function knows(course: Course, [slug = '', name]: readonly string[]): boolean {
  const lesson = course.lessons.get(slug);
  return lesson !== undefined && (name === undefined || lesson.recordings.includes(name));
}

/** `#/lesson/SLUG/STEP?look` in its parts. */
function partsOf(href: string) {
  const [path = '', ...look] = href.replace(/^#\//, '').split('?');
  const [page = '', name = '', ...rest] = path.split('/');
  return { page, name, rest, query: look.length === 0 ? '' : `?${look.join('?')}` };
}

/** Number of the step with this id, or this number; 1 where none is named. */
function stepNumber(lesson: LinkedLesson | undefined, step: string | undefined) {
  if (step === undefined || step === '') return 1;
  const place = lesson?.steps.findIndex(({ id }) => id === step) ?? -1;
  const number = place >= 0 ? place + 1 : Number(step);
  const there = Number.isInteger(number) && number >= 1 && number <= (lesson?.steps.length ?? 0);
  return there ? number : undefined;
}
