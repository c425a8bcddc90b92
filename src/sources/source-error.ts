/** Why something could not be had: nobody answers, there is no such thing, or it was refused. */
export type Failure = 'silent' | 'missing' | 'refused';

/** What could not be had and why, as one sentence that a person sees. */
export class SourceError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
