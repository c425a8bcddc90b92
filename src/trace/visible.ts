/**
 * Text that came from outside, made visible: control, bidirectional and invisible characters become
 * glyphs, so that they can neither hide nor reorder what stands beside them.
 */

/** Everything that is a control, a format or a separator character, or half a surrogate pair:
 *  Unicode's Cc, Cf, Zl, Zp, Cs and Co, spaces other than U+0020, and letters that are drawn blank. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/gu;

/** The glyph of one code point: a control picture (␀ … ␡), else its number (‹U+202E›). */
function glyph(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** One line: every control character, line ends too, as a glyph. */
export function visible(text: string): string {
  return text.replace(HIDDEN, glyph);
}

/** Several lines: as `visible`, but line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN, (character) =>
    character === '\n' || character === '\t' ? character : glyph(character),
  );
}

/** One byte of a payload in its cell: printable ASCII as it is, a space as ␣, controls as their
 *  pictures; undefined for a byte above 0x7f, which only its neighbours can explain. */
export function byteGlyph(byte: number): string | undefined {
  if (byte > 0x7f) return undefined;
  return byte === 0x20 ? '␣' : visible(String.fromCharCode(byte));
}
