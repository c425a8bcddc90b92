/** Colours and elements of a picture that stands alone: no script, no font, nothing from elsewhere. */

/** Each on light and on dark: those of the page. */
const COLOURS = {
  paper: ['#ffffff', '#0e1116'],
  panel: ['#eef1f5', '#1b222b'],
  ink: ['#17202b', '#e6ebf1'],
  muted: ['#5a6878', '#9aa7b5'],
  edge: ['#7f8b99', '#6a7888'],
  bytes: ['#007d6b', '#3fc9b0'],
  reply: ['#6a45c8', '#b395f5'],
  error: ['#c43223', '#ff7a6b'],
} as const;

export type Colour = keyof typeof COLOURS;

export const SANS = "Inter, 'Segoe UI', 'Liberation Sans', Arial, sans-serif";
export const MONO = "'JetBrains Mono', Consolas, 'DejaVu Sans Mono', monospace";

/** Attributes: light as they are, so that word processors and printers need no style. */
export function fill(colour: Colour | 'none'): string {
  return colour === 'none' ? 'fill="none"' : `class="f-${colour}" fill="${COLOURS[colour][0]}"`;
}

export function stroke(colour: Colour, width = 1.5): string {
  return `class="s-${colour}" stroke="${COLOURS[colour][0]}" stroke-width="${width}" fill="none"`;
}

/** Filled, with an outline: a box. */
export function box(inside: Colour, outline: Colour): string {
  const [[body], [edge]] = [COLOURS[inside], COLOURS[outline]];
  return `class="f-${inside} s-${outline}" fill="${body}" stroke="${edge}"`;
}

/** A text that can be read across lines that it crosses. */
export function inked(colour: Colour): string {
  return `${box(colour, 'paper')} stroke-width="4" stroke-linejoin="round" paint-order="stroke"`;
}

/** The dark colours; never on paper. */
export function darkStyle(): string {
  const rules = Object.entries(COLOURS).map(
    ([name, [, dark]]) => `.f-${name}{fill:${dark}}.s-${name}{stroke:${dark}}`,
  );
  return `<style>@media screen and (prefers-color-scheme:dark){${rules.join('')}}</style>\n`;
}

/** The stripes of blocked time. */
export function hatchPattern(): string {
  const size = 'width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"';
  const line = `<line x1="0" y1="0" x2="0" y2="6" ${stroke('edge', 3)}/>`;
  return `<defs><pattern id="wirestep-blocked" ${size}>${line}</pattern></defs>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML 1.0. It is made visible before: what is left that XML forbids are two characters. */
export function xml(text: string): string {
  const legal = text.replace(
    /[\ufffe\uffff]/g,
    (one) => `‹U+${one === '\ufffe' ? 'FFFE' : 'FFFF'}›`,
  );
  return legal.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** Which letters of a text, of so many pixels a letter, fit into a width; `…` for the others. */
export function fitted(text: string, width: number, letter = 7.3): string {
  const room = Math.max(1, Math.floor(width / letter));
  const characters = Array.from(text);
  let used = 0;
  for (const [n, character] of characters.entries()) {
    // Most beyond the Latin, Greek and Cyrillic alphabets are twice as wide.
    used += (character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
    if (used > room) return `${characters.slice(0, Math.max(0, n - 1)).join('')}…`;
  }
  return text;
}
