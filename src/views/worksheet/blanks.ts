/** Takes the answers out of the text that stands after their questions: what is left can be filled in. */
import type { Given } from '../../course/given.ts';
import type { CuedQuestion } from '../../course/lesson.ts';

export const BLANK = '______';

const SHORTEST = 2;

/** The words and numbers that would give an answer away. */
export function givesAway(question: CuedQuestion, answer: Given | undefined): readonly string[] {
  switch (answer?.kind) {
    case 'number':
      return [String(answer.value), ...inWords(answer.value)];
    case 'text':
      return answer.value.split('\n').filter((line) => line.length >= SHORTEST);
    case 'choice': {
      const label = question.kind === 'choice' ? question.options[answer.option]?.label : undefined;
      return label === undefined || label.length < SHORTEST ? [] : [label];
    }
    case 'bytes': {
      const pairs = answer.hex.replace(/(20)+$/, '').match(/../g) ?? [];
      const text = String.fromCharCode(...pairs.map((pair) => Number.parseInt(pair, 16)));
      return [text, pairs.join(' ')].filter((word) => word.length >= SHORTEST);
    }
    case 'order':
    case 'point':
    case undefined:
      return [];
  }
}

/** The text with each of these words taken out, wherever it stands by itself. */
export function blanked(text: string, words: readonly string[]): string {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, word) => {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return left.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu'),
      BLANK,
    );
  }, text);
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** "sixty-four"; none for what a text would write in digits. */
function inWords(value: number): readonly string[] {
  if (!Number.isInteger(value) || value < 0 || value > 99) return [];
  const small = SMALL[value];
  if (small !== undefined) return [small];
  const ones = value % 10 === 0 ? '' : `-${SMALL[value % 10]}`;
  return [`${TENS[Math.floor(value / 10)]}${ones}`];
}
