import { encode } from 'uqr';

/** A QR code: its width in modules, quiet border included, and the dark ones as an SVG path. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

export function qrOf(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) =>
    runs(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  return { size, path: path.join('') };
}

/** Where dark modules begin, and how many stand in a row. */
function runs(row: readonly boolean[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const [x, dark] of row.entries()) {
    const last = found.at(-1);
    if (!dark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1]++;
    else found.push([x, 1]);
  }
  return found;
}
