/** Why something that a person asked of the live server cannot be done, in one sentence. */
export class LiveError extends Error {}
