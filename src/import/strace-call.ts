/** One line of a strace log behind its time: `recvfrom(4, "\x31"..., 64, 0, NULL, NULL) = 64`. */
import { LineError, shown } from './strace-text.ts';

/** How a call came back. */
export interface Result {
  /** Undefined: `?`, it did not come back to the program. */
  readonly value: number | undefined;
  /** `ECONNRESET`, `ERESTARTSYS`. */
  readonly error?: string;
  /** The words in brackets behind it. */
  readonly message: string;
  /** With `-T`: nanoseconds that it took. */
  readonly took: number;
}

export type Statement =
  | {
      readonly what: 'call';
      readonly name: string;
      readonly args: readonly string[];
      readonly result: Result;
    }
  /** Another thread's line came before it returned: `text` is the line up to there. */
  | {
      readonly what: 'entry';
      readonly name: string;
      readonly args: readonly string[];
      readonly text: string;
    }
  /** The rest of such a line. */
  | { readonly what: 'rest'; readonly name: string; readonly text: string }
  /** `code`: of a signal that killed it, the signal's name. */
  | { readonly what: 'exit'; readonly code: number | string }
  /** A signal, a change of the process: nothing that a trace has a place for. */
  | { readonly what: 'other'; readonly name: string };

const UNFINISHED = '<unfinished ...>';
/** No call that a trace has a place for has more: what has is not from strace. */
const MAX_ARGUMENTS = 32;
const RESUMED = /^<\.\.\. (\w{1,40}) resumed>\s?/;

/** @throws {LineError} where it is none of them. */
export function parseStatement(text: string): Statement {
  if (text.startsWith('+++ ')) return ending(text);
  if (/^--- .* ---$/.test(text)) return { what: 'other', name: 'signal' };
  const rest = RESUMED.exec(text);
  if (rest !== null) {
    return { what: 'rest', name: rest[1] as string, text: text.slice(rest[0].length) };
  }
  const name = /^(\w{1,40})\(/.exec(text)?.[1];
  if (name === undefined) throw new LineError(`${shown(text)} is nothing that strace writes`);
  if (text.endsWith(UNFINISHED)) {
    const begun = text.slice(0, -UNFINISHED.length).trimEnd();
    const { args } = splitArguments(begun, name.length + 1);
    if (args.at(-1) === '') args.pop();
    return { what: 'entry', name, args, text: begun };
  }
  const { args, end } = splitArguments(text, name.length + 1);
  if (end < 0) throw new LineError(`${name} without the end of its arguments`);
  return { what: 'call', name, args, result: resultIn(text.slice(end)) };
}

/** The call that an entry and its rest make together. */
export function joinStatement(entry: string, rest: string): Statement & { readonly what: 'call' } {
  const call = parseStatement(entry + rest.replace(UNFINISHED, ''));
  if (call.what !== 'call') throw new LineError('a call that does not end');
  return call;
}

function ending(text: string): Statement {
  const exited = /^\+\+\+ exited with (\d{1,3}) \+\+\+$/.exec(text);
  if (exited !== null) return { what: 'exit', code: Number(exited[1]) };
  const killed = /^\+\+\+ killed by (\w{1,12})(?: \(core dumped\))? \+\+\+$/.exec(text);
  if (killed !== null) return { what: 'exit', code: killed[1] as string };
  if (text.endsWith(' +++')) return { what: 'other', name: 'execve' };
  throw new LineError(`${shown(text)} is nothing that strace writes`);
}

/**
 * The arguments from a place behind the opening bracket on, cut at the commas that stand in no text,
 * bracket or `<…>` behind a descriptor. `end`: behind the closing bracket; −1 where there is none.
 */
export function splitArguments(text: string, from: number): { args: string[]; end: number } {
  const args: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfText(text, at);
        break;
      case '<':
        if (depth === 0 && /^\d{1,9}$/.test(text.slice(Math.max(start, at - 10), at).trim()))
          at = endOfPath(text, at);
        break;
      case '(':
      case '[':
      case '{':
        depth++;
        break;
      case ']':
      case '}':
        depth--;
        break;
      case ')':
        if (depth-- > 0) break;
        if (at > start || args.length > 0) args.push(text.slice(start, at).trim());
        return { args, end: at + 1 };
      case ',':
        if (depth > 0) break;
        args.push(text.slice(start, at).trim());
        if (args.length > MAX_ARGUMENTS) throw new LineError('a call with very many arguments');
        start = at + 1;
    }
  }
  args.push(text.slice(start).trim());
  return { args, end: -1 };
}

/** Index of the quote that ends the text which begins at `at`; the last index where none does. */
function endOfText(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '"') return end;
  }
  return text.length - 1;
}

/** Index of the `>` that ends what `-y` and `-yy` say of a descriptor; `at` where it is no such thing. */
function endOfPath(text: string, at: number): number {
  for (let end = text.indexOf('>', at); end >= 0; end = text.indexOf('>', end + 1)) {
    // Between the two ends of a connection there is an arrow, `->`.
    if (/[\s,)\]}]/.test(text[end + 1] ?? ' ') && text[end - 1] !== '-') return end;
  }
  return at;
}

const RESULT =
  /^= (-?\d{1,16}|0x[0-9a-f]{1,16}|\?)(?:<[^>]*(?:->[^>]*)?>)?(?: ([A-Z][A-Z0-9_]{2,30}) \(([^()]*)\)| \([^()]*\)| <unavailable>)?$/;
const TOOK = /^ <(\d{1,6}\.\d{1,9})>$/;

function resultIn(tail: string): Result {
  const text = tail.trim();
  const last = text.lastIndexOf(' <');
  const took = last < 0 ? undefined : TOOK.exec(text.slice(last))?.[1];
  const found = RESULT.exec(took === undefined ? text : text.slice(0, last));
  if (found === null) throw new LineError(`${shown(text)} is no result`);
  const [, digits, error, message = ''] = found;
  return {
    value: digits === '?' ? undefined : Number(digits),
    ...(error === undefined ? {} : { error }),
    message,
    took: Math.round(Number(took ?? 0) * 1e9),
  };
}
