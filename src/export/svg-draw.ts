/** The shapes of a sequence diagram. */
import type { Trace } from '../trace/trace.ts';
import type { Message } from './sequence-steps.ts';
import { HEAD, SIDE } from './svg-layout.ts';
import type { Arrow, Layout, Lifeline, Note, Wait } from './svg-layout.ts';
import { MONO, box, fill, fitted, inked, stroke, xml } from './svg-paint.ts';
import type { Colour } from './svg-paint.ts';

const HEAD_WIDTH = 156;

/** A party's head and the line below it: dotted until it runs, with a bar where it ends. */
export function lifelineShape(lifeline: Lifeline, { top, bottom }: Layout): string {
  const { party, x, from, to = bottom } = lifeline;
  const head = top + HEAD;
  const line = (y: number, toY: number, more: string) =>
    `<line x1="${x}" y1="${y}" x2="${x}" y2="${toY}" ${more}/>`;
  const before = from > head ? line(head, from, `stroke-dasharray="1 5" ${stroke('edge')}`) : '';
  const dashes = party.recorded ? '' : 'stroke-dasharray="5 4" ';
  const runs = line(Math.max(from, head), to, `${dashes}${stroke('edge')}`);
  const end =
    lifeline.to === undefined
      ? ''
      : `<line x1="${x - 8}" y1="${to}" x2="${x + 8}" y2="${to}" ${stroke('edge', 3)}/>`;
  const left = x - HEAD_WIDTH / 2;
  const outline = party.recorded ? '' : ' stroke-dasharray="5 4"';
  const frame = `<rect x="${left}" y="${top}" width="${HEAD_WIDTH}" height="${HEAD}" rx="6" ${box('panel', 'edge')}${outline}/>`;
  const centre = `x="${x}" text-anchor="middle"`;
  const alone = party.about === '';
  const name = `<text ${centre} y="${top + (alone ? 25 : 17)}" font-weight="600" ${fill('ink')}>${xml(fitted(party.name, HEAD_WIDTH - 12, 6.7))}</text>`;
  const about = alone
    ? ''
    : `<text ${centre} y="${top + 33}" ${fill('muted')}>${xml(fitted(party.about, HEAD_WIDTH - 12, 6.4))}</text>`;
  return `${before}${runs}${end}${frame}${name}${about}\n`;
}

/** Blocked time. */
export function waitShape({ x, y, toY }: Wait): string {
  const place = `x="${x - 6}" y="${y}" width="12" height="${toY - y}"`;
  const paper = `<rect ${place} ${fill('paper')}/>`;
  const hatched = `<rect ${place} fill="url(#wirestep-blocked)"/>`;
  return `${paper}${hatched}<rect ${place} stroke-dasharray="3 2" ${stroke('edge', 1)}/>\n`;
}

/** A message with its words at its beginning, and what the receiver got behind its end. */
export function arrowShape(trace: Trace, arrow: Arrow): string {
  const { message, x, y, toX, toY, label } = arrow;
  const colour = colourOf(message);
  const way = Math.sign(toX - x) || 1;
  const end = message.of === 'untaken' ? x + (toX - x) * 0.6 : toX - way * 7;
  const line =
    toX === x
      ? `<path d="M${x} ${y}h34v${toY - y + 10}h-26" ${stroke(colour)}/>`
      : `<line x1="${x}" y1="${y}" x2="${end}" y2="${toY}"${dashesOf(message)} ${stroke(colour)}/>`;
  const tipY = toX === x ? toY + 10 : toY;
  const tip = tipOf(message, toX === x ? x + 7 : end, tipY, toX === x ? -1 : way, colour);
  const room = toX === x ? 140 : Math.abs(toX - x) - 22;
  const words = textAt(x + way * 11, y - 6, way, fitted(label, room), 'ink', MONO);
  const got = message.got ?? '';
  const isNews = got !== '' && message.of !== 'untaken';
  const taken = isNews ? textAt(toX + way * 12, tipY + 4, way, fitted(got, 160, 6.3), 'muted') : '';
  const title = `<title>${xml(titleOf(trace, message))}</title>`;
  return `<g>${title}${line}${tip}${words}${taken}</g>\n`;
}

/** A remark on its party's line, or across all. */
export function noteShape(trace: Trace, { remark, x, y }: Note, { width }: Layout): string {
  const colour: Colour = remark.tone === 'error' ? 'error' : 'muted';
  const title = `<title>${xml(`event ${trace.seqs[remark.position]}`)}</title>`;
  const middle = x ?? (SIDE - 80 + width) / 2;
  const room = x === undefined ? width - SIDE : 250;
  const text = fitted(remark.text, room - 20, 6.6);
  const wide = Math.min(room, Array.from(text).length * 6.6 + 20);
  // In the picture, be the text as long as it may.
  const left = Math.min(Math.max(middle - wide / 2, 150), width - wide - 8);
  const across =
    x === undefined
      ? `<line x1="160" y1="${y}" x2="${width - 16}" y2="${y}" stroke-dasharray="2 4" ${stroke('edge', 1)}/>`
      : '';
  const frame = `<rect x="${left}" y="${y - 11}" width="${wide}" height="22" rx="${x === undefined ? 11 : 4}" ${box('paper', colour)}/>`;
  const words = `<text x="${left + wide / 2}" y="${y + 4}" text-anchor="middle" ${fill(remark.tone === 'error' ? 'error' : 'ink')}>${xml(text)}</text>`;
  return `<g>${title}${across}${frame}${words}</g>\n`;
}

function textAt(
  x: number,
  y: number,
  way: number,
  text: string,
  colour: Colour,
  font = '',
): string {
  if (text === '') return '';
  const family = font === '' ? '' : ` font-family="${font}"`;
  const anchor = way > 0 ? 'start' : 'end';
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${family} ${inked(colour)}>${xml(text)}</text>`;
}

function colourOf({ of, reply }: Message): Colour {
  if (of === 'untaken') return 'error';
  if (of !== 'bytes') return 'muted';
  return reply ? 'reply' : 'bytes';
}

function dashesOf({ of }: Message): string {
  return of === 'bytes' || of === 'untaken' ? '' : ' stroke-dasharray="6 4"';
}

/** Full where bytes arrive, open for what has none, a cross where nobody took them. */
function tipOf({ of }: Message, x: number, y: number, way: number, colour: Colour): string {
  if (of === 'untaken') {
    const cross = `M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`;
    return `<path d="${cross}" ${stroke(colour, 2)}/>`;
  }
  const back = -way * 9;
  if (of !== 'bytes') {
    return `<path d="M${x + back} ${y - 5}L${x} ${y}L${x + back} ${y + 5}" ${stroke(colour)}/>`;
  }
  return `<path d="M${x + way} ${y}l${back} -5v10z" ${fill(colour)}/>`;
}

/** "event 64 → 65: client-1 to Thread-1: 64 bytes …". */
function titleOf({ seqs }: Trace, { position, sent, from, to, label }: Message): string {
  const first = sent === undefined || sent === position ? '' : `${seqs[sent]} → `;
  return `event ${first}${seqs[position]}: ${from.name} to ${to.name}: ${label}`;
}
