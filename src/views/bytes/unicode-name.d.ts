declare module 'unicode-name' {
  /** The name, an alias or a label of a code point. */
  export function unicodeReadableName(code: number): string | undefined;
}
