/** Where what the screen says comes from. */
export const MARKS = {
  measured: {
    sign: '●',
    means: 'The recording holds it as the program or the kernel said it at that moment.',
  },
  derived: {
    sign: '∴',
    means: 'It follows from what was measured, by counting and subtracting. Nobody measured it.',
  },
  modelled: {
    sign: '≈',
    means: 'It is our explanation of what was recorded. It may be simpler than what happened.',
  },
} as const;

export type MarkKind = keyof typeof MARKS;
