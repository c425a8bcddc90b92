import type { Utf8Fault } from '../../protocol/utf8.ts';
import { hexByte } from '../../trace/hex.ts';
import { codePointText, type Character } from './characters.ts';
import type { Cell, Tone } from './cells.ts';

/** What a byte is, by its tone. */
export const MEANING: Readonly<Record<Tone, string>> = {
  leading: 'white space before the number',
  sign: 'the number’s sign',
  digits: 'a digit of the payload’s length',
  padding: 'padding up to the header’s 64 bytes',
  odd: 'out of place in a header',
  payload: 'a byte of the message',
  rest: 'sent behind a broken header: nobody can tell what it is',
  reply: 'a byte of the reply',
  lost: 'it was there; what it was is not recorded',
};

/** What is wrong with bytes that are no character: Python's words, and what they mean here. */
export interface FaultWords {
  readonly python: Utf8Fault | 'unfinished';
  readonly plain: string;
}

/** @param bytes those that the decoder refuses, then the one behind them */
export function faultWords(fault: Utf8Fault | 'unfinished', bytes: Uint8Array): FaultWords {
  const [lead = 0] = bytes;
  const all = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const next = byteWord(bytes.at(-1) ?? 0);
  const opens = `${byteWord(lead)} opens a character of ${all} bytes`;
  switch (fault) {
    case 'invalid start byte':
      return { python: fault, plain: startWords(lead) };
    case 'invalid continuation byte':
      return { python: fault, plain: `${opens}, but ${next} behind it does not go on with it.` };
    case 'unexpected end of data':
      return { python: fault, plain: `${opens}, but the data ends before they are all there.` };
    case 'unfinished':
      return { python: fault, plain: `${opens}. The others are not sent yet.` };
  }
}

function startWords(lead: number): string {
  if (lead < 0xc0) return `${byteWord(lead)} goes on with a character, but none is open here.`;
  if (lead < 0xc2) return `${byteWord(lead)} would write a one-byte character in two bytes.`;
  return `No character begins with ${byteWord(lead)}.`;
}

/** "0x0a" */
export function byteWord(value: number): string {
  return `0x${hexByte(value)}`;
}

/** "byte 1 of 2"; undefined where the byte is the whole character. */
export function partWords({ from, to }: Character, offset: number): string | undefined {
  return to - from > 1 ? `byte ${offset - from + 1} of ${to - from}` : undefined;
}

/** Why no recv is named: it has not been taken, or nobody recorded whether it was. */
export function untakenWords({ taken }: Cell): string {
  return taken === undefined ? 'its recv is not recorded' : 'not taken yet';
}

/** Everything that is known of a byte, as one sentence. */
export function describeCell(cell: Cell, callOf: (answer: number) => number): string {
  const { offset, value, hex, glyph, tone, send, recv, character, bad } = cell;
  const left = send === undefined ? 'its send is not recorded' : `left in send #${send.seq}`;
  const came = recv === undefined ? untakenWords(cell) : `taken by recv #${callOf(recv.seq)}`;
  if (value === undefined) return `Byte ${offset}: not recorded; ${left}, ${came}.`;
  const fault = character?.fault;
  const is = fault ?? (bad ? 'the byte at which the header breaks' : MEANING[tone]);
  const part = character?.code === undefined ? undefined : partWords(character, offset);
  const whole = codePointText(character?.code ?? 0);
  const drawn = part === undefined ? glyph : `${glyph}, ${part} of ${whole},`;
  return `Byte ${offset}: ${drawn} = ${value} = hex ${hex}, ${is}; ${left}, ${came}.`;
}
