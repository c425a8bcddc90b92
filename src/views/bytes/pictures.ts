/** Control pictures (␀ … ␡) where this machine has a font for them. */

const SIZE = 20;
/** A noncharacter: no font has it, so it is drawn as whatever stands for a missing glyph. */
const MISSING = '\u{10fffe}';

let known: boolean | undefined;

/** The glyph itself, or caret notation (^[) for a control picture that no font here has. */
export function drawable(glyph: string): string {
  const code = glyph.charCodeAt(0) - 0x2400;
  if (code < 0 || code > 0x21 || glyph.length !== 1) return glyph;
  known ??= drawn('␛') !== drawn(MISSING) && drawn('␛') !== drawn('␇');
  return known ? glyph : caret(code);
}

/** "^[" for 27, "^?" for the picture of 127. */
export function caret(code: number): string {
  return code === 0x21 ? '^?' : `^${String.fromCharCode(code + 0x40)}`;
}

/** What a character looks like, as text to compare; the same for all where there is no canvas. */
function drawn(character: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (context === null) return '';
  context.font = `${SIZE - 4}px ${getComputedStyle(document.body).getPropertyValue('--mono')}`;
  context.fillText(character, 1, SIZE - 4);
  return context.getImageData(0, 0, SIZE, SIZE).data.join();
}
