/** Who sent what to whom, as a picture for a report: a sequence diagram in SVG that needs nothing else. */
import { counted } from '../narration/words.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import { aboutPart } from './about.ts';
import { inChunks } from './chunks.ts';
import type { Part } from './part.ts';
import { pickSteps } from './sequence-picked.ts';
import type { Picked } from './sequence-picked.ts';
import { arrowShape, lifelineShape, noteShape, waitShape } from './svg-draw.ts';
import { layOut } from './svg-layout.ts';
import type { Layout } from './svg-layout.ts';
import { MONO, SANS, darkStyle, fill, fitted, hatchPattern, stroke, xml } from './svg-paint.ts';

/** More messages and remarks than these are no picture. */
export const MOST_STEPS = 100;
const MOST_PARTIES = 10;
const MARGIN = 24;
const LINE = 18;

/** One row for each event that is drawn; what is beyond the limits is left out, and said to be. */
export function writeSvg(part: Part): Iterable<string> {
  return inChunks(shapes(part));
}

function* shapes(part: Part): Generator<string> {
  const { trace } = part;
  const picked = yield* pickSteps(part, { steps: MOST_STEPS, parties: MOST_PARTIES });
  const about = aboutPart(part);
  const layout = layOut(picked, MARGIN + 32 + about.length * LINE);
  const left = leftWords(picked);
  const height = layout.bottom + 52 + (left === '' ? 0 : LINE);
  yield* head(part, picked, { width: layout.width, height });
  yield* titles(trace, about, layout.width);
  for (const lifeline of layout.lifelines) yield lifelineShape(lifeline, layout);
  for (const wait of layout.waits) yield waitShape(wait);
  for (const { position, y } of layout.marks) yield markShape(trace, position, y);
  for (const arrow of layout.arrows) yield arrowShape(trace, arrow);
  for (const note of layout.notes) yield noteShape(trace, note, layout);
  yield* foot(layout, left);
  yield '</svg>\n';
}

function* head(
  part: Part,
  picked: Picked,
  size: { readonly width: number; readonly height: number },
) {
  const { width, height } = size;
  const ids = 'aria-labelledby="wirestep-title wirestep-desc"';
  yield `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ${ids} font-family="${SANS}" font-size="12">\n`;
  yield `<title id="wirestep-title">${xml(titleOf(part.trace))}</title>\n`;
  yield `<desc id="wirestep-desc">${xml(describe(part, picked))}</desc>\n`;
  yield darkStyle();
  yield hatchPattern();
  yield `<rect width="${width}" height="${height}" ${fill('paper')}/>\n`;
}

function* titles(trace: Trace, about: readonly string[], width: number): Generator<string> {
  const room = width - 2 * MARGIN;
  const text = xml(fitted(titleOf(trace), room, 10));
  yield `<text x="${MARGIN}" y="${MARGIN + 10}" font-size="16" font-weight="600" ${fill('ink')}>${text}</text>\n`;
  for (const [n, sentence] of about.entries()) {
    const y = MARGIN + 32 + n * LINE;
    yield `<text x="${MARGIN}" y="${y}" ${fill('muted')}>${xml(fitted(sentence, room))}</text>\n`;
  }
}

/** The number of the event in a row, and when it was. */
function markShape(trace: Trace, position: number, y: number): string {
  const text = `font-family="${MONO}" text-anchor="end" ${fill('muted')}`;
  const seq = `<text x="${MARGIN + 32}" y="${y + 4}" ${text}>${trace.seqs[position]}</text>`;
  const at = timeText(trace.ats[position] as number);
  return `${seq}<text x="${MARGIN + 122}" y="${y + 4}" ${text}>${at}</text>\n`;
}

function* foot({ bottom, width, waits }: Layout, left: string): Generator<string> {
  const y = bottom + 26;
  if (left !== '') {
    yield `<text x="${MARGIN}" y="${y}" font-weight="600" ${fill('error')}>${left}</text>\n`;
  }
  const line = y + (left === '' ? 0 : LINE);
  const words = [
    ...(waits.length === 0 ? [] : ['blocked in a call']),
    'dashed arrow: carries no bytes',
    'left: number of the event, time since the recording began',
  ].join(' · ');
  let x = MARGIN;
  if (waits.length > 0) {
    const place = `x="${x}" y="${line - 11}" width="14" height="14"`;
    yield `<rect ${place} fill="url(#wirestep-blocked)"/><rect ${place} stroke-dasharray="3 2" ${stroke('edge', 1)}/>`;
    x += 22;
  }
  yield `<text x="${x}" y="${line}" ${fill('muted')}>${fitted(words, width - x - MARGIN, 6.6)}</text>\n`;
}

function titleOf(trace: Trace): string {
  return visible(trace.header.title).trim() || 'A recording';
}

function leftWords({ left }: Picked): string {
  if (left === 0) return '';
  return `${counted(left, 'more message or note is', 'more messages and notes are')} left out.`;
}

/** What somebody is told who does not see the picture: who, and each thing that went to and fro. */
function describe(part: Part, picked: Picked): string {
  const names = picked.parties.map(({ name }) => name).join(', ');
  const told = picked.steps.flatMap((step) => {
    if (step.kind === 'message') return [`${step.from.name} to ${step.to.name}: ${step.label}.`];
    if (step.kind !== 'remark') return [];
    return [`${step.party === undefined ? '' : `${step.party.name}: `}${step.text}.`];
  });
  const who = names === '' ? 'Nothing was sent.' : `Sequence diagram of ${names}.`;
  return [who, ...aboutPart(part), ...told, leftWords(picked)].join(' ').trim();
}

/** `331.210 ms`, `4.095 s`: as precise as its size lets one read. */
function timeText(ns: number): string {
  if (ns < 1e9) return `${(ns / 1e6).toFixed(3)} ms`;
  return `${(ns / 1e9).toFixed(ns < 1e12 ? 3 : 1)} s`;
}
