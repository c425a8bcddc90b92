/** What wirestep says in English, in words that a first-year student knows. */
import type { Catalogue, DifferenceMessages, Side } from './catalogue.ts';
import { englishEvents } from './english-events.ts';
import { findings } from './english-findings.ts';
import { bytes } from './words.ts';

const differences: DifferenceMessages = {
  none: 'Every thread makes the same calls with the same results, in the same order.',
  captured: ({ side }) =>
    `The recording on the ${side} is a capture of the network: it has no calls to compare with ` +
    `those on the ${other(side)}.`,
  turns: ({ left, right, number }) =>
    `Every thread makes the same calls with the same results, but the threads took turns ` +
    `differently: at call ${number} of all, it is ${left}’s turn on the left and ${right}’s on ` +
    `the right.`,
  onlyOn: ({ who, side }) => `${who} is only in the recording on the ${side}.`,
  calls: ({ who, number, left, right }) =>
    `In ${who}, call ${number}: on the left it is ${left}, on the right ${right}.`,
  counts: ({ who, number, call, left, right, because }) => {
    const least = Math.min(left, right);
    const of = (n: number) => (n === least ? `only ${n}` : bytes(n));
    const reason = because === undefined ? '' : `: ${because}`;
    return left > right
      ? `In ${who}, call ${number}: on the left ${call} returned ${of(left)}, on the right ${of(right)}${reason}.`
      : `In ${who}, call ${number}: on the right ${call} returned ${of(right)}, on the left ${of(left)}${reason}.`;
  },
  bytes: ({ who, number, call, left, right }) =>
    `In ${who}, call ${number}: the bytes of ${call} differ: ${left} on the left, ${right} on the right.`,
  errors: ({ who, number, call, left, right }) => {
    const end = (error: string | undefined) => (error ? `failed with ${error}` : 'succeeded');
    return `In ${who}, call ${number}: on the left ${call} ${end(left)}, on the right it ${end(right)}.`;
  },
  ends: ({ who, number, side, call }) =>
    `In ${who}, call ${number}: on the ${other(side)} it is ${call}; on the ${side} the thread makes no more calls.`,
  open: ({ who, number, side, call }) =>
    `In ${who}, call ${number}: on the ${other(side)} ${call} returned; on the ${side} it had not, when the recording ended.`,
  dies: ({ who, number, side, error }) =>
    `${who} dies of ${error} on the ${side}; on the ${other(side)} it goes on with call ${number}.`,
};

function other(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

export const english: Catalogue = {
  ...englishEvents,
  findings,
  differences,
};
