/** Characters that a command's texts may have. */
export const LIMITS = {
  title: 120,
  /** Of a participant's name. */
  name: 40,
  /** A line typed on a terminal. */
  line: 20_000,
  link: 4_000,
  /** A question as JSON, and an answer to one. */
  question: 30_000,
  given: 5_000,
} as const;
