/** The tallies of a class as files. Names are in none of them: the server keeps none with an answer. */
import { readGiven } from '../../course/given.ts';
import type { CuedQuestion } from '../../course/lesson.ts';
import { paragraphs } from '../../course/plain.ts';
import type { PeopleState } from '../../live/state.ts';
import type { Trace } from '../../trace/trace.ts';
import { answerLines } from '../lesson/answer-words.ts';

type Tallies = PeopleState['tallies'];

/** One answer of the class to one of its questions. */
export interface TallyLine {
  readonly question: string;
  readonly answer: string;
  /** Pages that gave it, and hands counted by eye. */
  readonly pages: number;
  readonly hands: number;
}

/** Every answer, in words. */
export function tallyLines(tallies: Tallies, trace: Trace | undefined): readonly TallyLine[] {
  return tallies.flatMap(({ question, rows }) => {
    const asked = questionIn(question);
    return rows.map(({ given, count, hands }) => ({
      question: asked === undefined ? question : asked.prompt.flatMap(paragraphs).join(' '),
      answer: answerText(given, asked, trace),
      pages: count,
      hands,
    }));
  });
}

/** For spreadsheets (RFC 4180). */
export function tallyCsv(lines: readonly TallyLine[]): string {
  const rows = lines.map(({ question, answer, pages, hands }) => [question, answer, pages, hands]);
  return [['question', 'answer', 'pages', 'hands'], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

export function tallyJson(lines: readonly TallyLine[]): string {
  return `${JSON.stringify(lines, undefined, 2)}\n`;
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The question of its JSON, as far as words need it; undefined where it is none. */
function questionIn(text: string): CuedQuestion | undefined {
  const data = jsonOf(text) as Partial<CuedQuestion> | undefined;
  return Array.isArray(data?.prompt) ? (data as CuedQuestion) : undefined;
}

function answerText(given: string, asked: CuedQuestion | undefined, trace?: Trace): string {
  const answer = readGiven(jsonOf(given));
  if (answer?.kind === 'text') return answer.value;
  if (asked === undefined || answer === undefined || trace === undefined) return given;
  return answerLines(asked, answer, trace).join('; ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
