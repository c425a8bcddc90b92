/** What a terminal does with keys before a program sees them: the line is edited here, not there. */

/** What a key, or a pasted text, has brought about. */
export type Act =
  /** Enter: the line is the program's. */
  | { readonly type: 'line'; readonly text: string }
  /** Ctrl-D on an empty line: the input has ended. */
  | { readonly type: 'end' }
  /** Ctrl-C. */
  | { readonly type: 'interrupt' };

export interface Typed {
  /** What stands on the line now, not sent. */
  readonly line: string;
  readonly acts: readonly Act[];
}

const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = ['\u007f', '\b'];
const KILL_LINE = '\u0015';
const ERASE_WORD = '\u0017';
/** Sequences of keys that move a cursor, and what pasting may bring: nothing that a line holds. */
const SEQUENCE = /\u001b(\[[0-9;?]*[ -/]*[@-~]|O[@-~])|\u001b/g;
/** Half a pair: a terminal gets UTF-8, which cannot say it. */
const HALF = /\p{Cs}/gu;
const CONTROL = /[^\P{Cc}\t]/u;

/**
 * The line after `data` was typed or pasted, as termios(3) describes canonical input: Backspace
 * takes a character, Ctrl-U the line, Ctrl-W a word. Other control characters are left out.
 *
 * @param longest characters that a line holds; what is beyond is not taken
 */
export function type(line: string, data: string, longest: number): Typed {
  const acts: Act[] = [];
  const keys = data.replace(/\r\n/g, '\r').replace(SEQUENCE, '').replace(HALF, '\ufffd');
  for (const key of keys) {
    if (key === '\r' || key === '\n') {
      acts.push({ type: 'line', text: line });
      line = '';
    } else if (key === INTERRUPT) {
      acts.push({ type: 'interrupt' });
      line = '';
    } else if (key === END) {
      if (line === '') acts.push({ type: 'end' });
    } else if (ERASE.includes(key)) line = line.replace(/.$/u, '');
    else if (key === KILL_LINE) line = '';
    else if (key === ERASE_WORD) line = line.replace(/\S*\s*$/u, '');
    else if (!CONTROL.test(key) && line.length + key.length <= longest) line += key;
  }
  return { line, acts };
}
