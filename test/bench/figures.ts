/** Arithmetic and wording of the benchmark's report: pure, and tested. */

/** The middle value; of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** What the project holds itself to. */
export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly goal: number;
  /** `≥`: at least the goal; `≤`: at most. */
  readonly sense: '≥' | '≤';
  readonly unit: string;
}

export function isHit({ measured, goal, sense }: Goal): boolean {
  return sense === '≥' ? measured >= goal : measured <= goal;
}

/** `1.83× (goal ≥ 1.8×): hit`, or by how much it was missed. */
export function verdict(goal: Goal): string {
  const { measured, sense, unit } = goal;
  const figures = `${figure(measured)}${unit} (goal ${sense} ${figure(goal.goal)}${unit})`;
  if (isHit(goal)) return `${figures}: hit`;
  const by = Math.abs(measured / goal.goal - 1) * 100;
  return Number.isFinite(by) ? `${figures}: missed by ${by.toFixed(0)} %` : `${figures}: missed`;
}

/** Three digits of a small number, whole thousands of a large one. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return 'not measured';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

/** Rows as a Markdown table: text to the left, everything else to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) =>
    Math.max(3, cell.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => pad(cells[i] ?? '', width, i)).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
