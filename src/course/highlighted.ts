/** A word of a source line and what it is (`keyword`, `string`, … or '' for nothing special). */
export type Token = readonly [kind: string, text: string];

/** A program's source, coloured at build time. */
export interface HighlightedSource {
  /** File name without its folder. */
  readonly name: string;
  readonly source: string;
  readonly lines: readonly (readonly Token[])[];
}
