import type { TimeWindow } from '../../replay/look.ts';

/** A line of the time axis. */
export interface Tick {
  /** Nanoseconds since the recording began. */
  readonly at: number;
  readonly text: string;
}

export interface Axis {
  readonly ticks: readonly Tick[];
  /** What the ticks count from where their own numbers would be too long: "2.601 s". */
  readonly base?: string;
}

const UNITS = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
] as const;

/** More digits than this after the point are told from a base instead. */
const MOST_DECIMALS = 3;
/** A tick's label and the air beside it, in pixels. */
const LABEL = 92;

/** The next 1, 2 or 5 with zeros that is not below `length` nanoseconds. */
export function niceStep(length: number): number {
  if (length <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(length));
  const factor = [1, 2, 5, 10].find((one) => one * power >= length * 0.999) ?? 10;
  return factor * power;
}

/** The ticks of a window that is `room` pixels wide. */
export function axisOf({ from, to }: TimeWindow, room: number): Axis {
  const step = niceStep(((to - from) * LABEL) / Math.max(room, LABEL));
  const unit = unitOf(to);
  const decimals = decimalsOf(step, unit.ns);
  const base = decimals > MOST_DECIMALS ? baseOf(from, step) : undefined;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  const ticks = Array.from({ length: count }, (_, n): Tick => {
    const at = first + n * step;
    return { at, text: base === undefined ? inUnit(at, unit, decimals) : after(base, at, step) };
  });
  return { ticks, base: base === undefined ? undefined : durationText(base) };
}

/** A span of time in the unit that reads best: "12.4 ms", "870 ns". */
export function durationText(ns: number): string {
  const unit = unitOf(ns);
  const value = ns / unit.ns;
  const decimals = unit.ns === 1 ? 0 : Math.max(0, 3 - Math.floor(Math.log10(value || 1)));
  return `${Number(value.toFixed(Math.min(decimals, MOST_DECIMALS)))} ${unit.name}`;
}

function after(base: number, at: number, step: number): string {
  const unit = unitOf(step);
  return `+${inUnit(at - base, unit, decimalsOf(step, unit.ns))}`;
}

/** A round number of the unit above the step's, so that what is left has few digits. */
function baseOf(from: number, step: number): number {
  const round = unitOf(step).ns * 1000;
  return Math.floor(from / round) * round;
}

function unitOf(ns: number): (typeof UNITS)[number] {
  return UNITS.find((unit) => ns >= unit.ns) ?? UNITS[3];
}

function decimalsOf(step: number, unit: number): number {
  return Math.max(0, Math.ceil(Math.log10(unit / step) - 1e-9));
}

function inUnit(ns: number, unit: (typeof UNITS)[number], decimals: number): string {
  return `${(ns / unit.ns).toFixed(decimals)} ${unit.name}`;
}
