import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOfText } from '../../src/trace/hex.ts';
import { headerFor, headerOfText, messageOf } from '../../src/lab/message.ts';
import { paste, press, readHexByte, type Editing } from '../../src/views/lab/cell-keys.ts';
import { headerCells, payloadCells } from '../../src/views/lab/cells.ts';
import {
  compositionOf,
  draftMessage,
  draftOf,
  newMessage,
  payloadOf,
  type DraftMessage,
} from '../../src/views/lab/draft.ts';
import * as edit from '../../src/views/lab/edit.ts';
import { change, redo, start, undo } from '../../src/views/lab/history.ts';
import { partsOfDraft } from '../../src/views/lab/parts.ts';
import { anyComposition } from '../lab/any.ts';

const hi = newMessage('Hi');
const HEADER = { from: 0, to: 63, columns: 16 };
const PAYLOAD = { from: 64, to: 66, columns: 10 };

function textOf(hex: string): string {
  return Buffer.from(hex, 'hex').toString();
}

/** The message after these keys, and the byte in hand. */
function type(keys: readonly string[], at: number, message = hi, hex = false): Editing {
  let editing: Editing = { message, at, hex };
  for (const key of keys) {
    const plain = { key: key.replace('Ctrl+', ''), altKey: false, metaKey: false };
    const field = editing.at < 64 ? HEADER : PAYLOAD;
    editing = press(editing, field, { ...plain, ctrlKey: key.startsWith('Ctrl+') }) ?? editing;
  }
  return editing;
}

describe('a draft', () => {
  test('gives back every composition', () => {
    fc.assert(
      fc.property(anyComposition, (composition) => {
        const back = compositionOf(draftOf(composition));
        const trimmed = composition.messages.map((message) => {
          const pauses = [...message.pauses];
          while (pauses.at(-1) === 0) pauses.pop();
          const { readsAfter, ...rest } = message;
          const reads = message.reads && readsAfter !== undefined ? { readsAfter } : {};
          return { ...rest, pauses, ...reads };
        });
        expect(back).toEqual({ ...composition, messages: trimmed });
      }),
    );
  });

  test('shows a long repetition as a text many times', () => {
    const message = draftMessage(messageOf('0123456789'.repeat(100)));
    expect([message.unit, message.times]).toEqual([hexOfText('0123456789'), 100]);
    expect(payloadOf(message)).toBe(hexOfText('0123456789').repeat(100));
  });

  test('keeps the cut before the payload while that is empty', () => {
    const empty = edit.withText(hi, '');
    expect(compositionOf({ ...draftOf(anyone), messages: [empty] }).messages[0]?.cuts).toEqual([]);
    expect(edit.withText(empty, 'Hello').cuts).toEqual([64]);
  });
});

const anyone = {
  clients: 1,
  nodelay: false,
  messages: [],
  end: 'close',
  server: { program: 'course' },
} as const;

describe('the header', () => {
  test('follows the text as long as it is right', () => {
    expect(edit.withText(hi, 'Hello').header).toBe(headerFor(hexOfText('Hello')));
  });

  test('stays as it was edited, until it is asked to be right', () => {
    const lying = { ...hi, header: headerOfText('20') };
    expect(edit.withText(lying, 'Hello').header).toBe(headerOfText('20'));
    expect(edit.withRightHeader(lying).header).toBe(headerOfText('2'));
  });

  test('of another length gets its 64 bytes back, and the cut before the payload moves', () => {
    const short = { ...hi, header: headerOfText('2').slice(0, 64), cuts: [5, 32] };
    expect(edit.withRightHeader({ ...short, pauses: [1, 2] })).toMatchObject({
      header: headerOfText('2'),
      cuts: [5, 64],
      pauses: [1, 2],
    });
  });
});

describe('cuts', () => {
  test('begin a send where there was none, and go again', () => {
    const cut = edit.toggleCut(hi, 1);
    expect(cut.cuts).toEqual([1, 64]);
    expect(edit.toggleCut(cut, 1).cuts).toEqual([64]);
  });

  test.each([0, -1, 66, 99, NaN])('are never at %d, where nothing could be parted', (at) => {
    expect(edit.toggleCut(hi, at)).toBe(hi);
  });

  test('keep their pauses while others come and go', () => {
    const slow = edit.withPause(edit.toggleCut(hi, 10), 64, 300);
    expect(edit.toggleCut(slow, 5)).toMatchObject({ cuts: [5, 10, 64], pauses: [0, 0, 300] });
    expect(edit.withPause(slow, undefined, 20).pauses).toEqual([20, 20]);
  });

  test.each(['whole', 'parts', 'bytes'] as const)('%s is known again', (how) => {
    expect(edit.cuttingOf(edit.cutAs(hi, how))).toBe(how);
  });

  test('by hand are none of the common ways', () => {
    expect(edit.cuttingOf(edit.toggleCut(hi, 3))).toBeUndefined();
  });

  test('move along when a byte before them comes or goes', () => {
    const cut = edit.toggleCut(hi, 10);
    expect(edit.insert(cut, 3).cuts).toEqual([11, 65]);
    expect(edit.remove(cut, 3).cuts).toEqual([9, 63]);
  });

  test('are listed as sends, with what is in them', () => {
    const cut = edit.withPause(edit.toggleCut(hi, 1), 1, 20);
    expect(partsOfDraft({ ...cut, wait: 5 })).toEqual([
      { from: 0, to: 1, pause: 5, what: 'header byte 0' },
      { from: 1, to: 64, pause: 20, what: 'header bytes 1–63' },
      { from: 64, to: 66, pause: 0, what: 'payload' },
    ]);
    expect(partsOfDraft(edit.cutAs(hi, 'whole')).map(({ what }) => what)).toEqual([
      'header and payload',
    ]);
  });
});

describe('typing', () => {
  test('writes over the bytes of a header, which keeps its length', () => {
    const { message, at } = type(['1', '_', '2'], 0);
    expect(textOf(message.header)).toBe('1_2'.padEnd(64));
    expect(at).toBe(3);
    expect(type(['x', 'y'], 63).message.header).toHaveLength(128);
  });

  test('puts the bytes of a character into as many cells', () => {
    const { message, at } = type(['١', '٢'], 0);
    expect(textOf(message.header)).toBe('١٢' + ' '.repeat(60));
    expect(at).toBe(4);
  });

  test('behind the payload makes it longer, and the header right', () => {
    const { message } = type(['!'], 66);
    expect(textOf(message.unit)).toBe('Hi!');
    expect(message.header).toBe(headerOfText('3'));
  });

  test('in hex takes two digits a byte', () => {
    expect(type(['f', 'F'], 64, hi, true)).toMatchObject({ at: 65, high: undefined });
    expect(type(['f', 'F'], 64, hi, true).message.unit).toBe('ff69');
    expect(type(['f'], 64, hi, true)).toMatchObject({ at: 64, high: 'f' });
    expect(type(['x'], 64, hi, true).message).toBe(hi);
  });

  test('Backspace clears a byte of the header, and takes one from the payload', () => {
    expect(textOf(type(['Backspace'], 1).message.header)).toBe(' '.repeat(64));
    expect(type(['Backspace'], 66)).toMatchObject({ at: 65, message: { unit: hexOfText('H') } });
    expect(type(['Backspace'], 64).message).toBe(hi);
  });

  test('Enter cuts, Insert and Delete change the length of the payload', () => {
    expect(type(['Enter'], 5).message.cuts).toEqual([5, 64]);
    expect(textOf(type(['Insert'], 64).message.unit)).toBe(' Hi');
    expect(textOf(type(['Delete'], 64).message.unit)).toBe('i');
  });

  test.each<[string, number, number]>([
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 3, 19],
    ['ArrowDown', 60, 60],
    ['ArrowUp', 19, 3],
    ['ArrowUp', 3, 3],
    ['Home', 19, 16],
    ['End', 19, 31],
    ['Ctrl+Home', 19, 0],
    ['Ctrl+End', 19, 63],
    ['ArrowRight', 66, 66],
  ])('%s goes from byte %d to %d', (key, from, to) => {
    expect(type([key], from)).toEqual({ message: hi, at: to, hex: false });
  });

  test.each(['Tab', 'Escape', 'F5', 'Ctrl+c', 'Ctrl+v'])('%s is not the editor’s', (key) => {
    const event = {
      key: key.replace('Ctrl+', ''),
      ctrlKey: key.startsWith('Ctrl'),
      metaKey: false,
    };
    expect(press({ message: hi, at: 0, hex: false }, HEADER, { ...event, altKey: false })).toBe(
      undefined,
    );
  });

  test('a paste goes on from the byte in hand; in hex, from its digits', () => {
    const plain = paste({ message: hi, at: 64, hex: false }, PAYLOAD, 'Hello');
    expect(textOf(plain.message.unit)).toBe('Hello');
    const hex = paste({ message: hi, at: 0, hex: true }, HEADER, '31 32 3');
    expect(textOf(hex.message.header)).toBe('12'.padEnd(64));
    expect(hex.at).toBe(2);
  });

  test('the bytes of a repetition cannot be changed one by one', () => {
    const many = edit.withPayload(hi, hexOfText('ab'), 3);
    expect(type(['x'], 64, many).message).toBe(many);
    expect(edit.insert(many, 65)).toMatchObject({ unit: many.unit, times: 3 });
  });

  test.each([
    ['7', '07'],
    ['fF', 'ff'],
    ['', undefined],
    ['xx', undefined],
    ['123', undefined],
  ])('the hex number %j is the byte %s', (text, byte) => expect(readHexByte(text)).toBe(byte));
});

test('whatever is typed, the header keeps its length and cuts stay between bytes', () => {
  const keys = fc.constantFrom(
    'a',
    '1',
    'é',
    'Enter',
    'Insert',
    'Delete',
    'Backspace',
    'ArrowRight',
    'ArrowDown',
    'End',
  );
  fc.assert(
    fc.property(fc.array(keys), fc.nat(66), fc.boolean(), (all, at, hex) => {
      const { message } = type(
        all.filter((key) => key !== 'Insert' || at > 63),
        at,
        hi,
        hex,
      );
      const made: DraftMessage = message;
      expect(made.header).toHaveLength(128);
      const [composed] = compositionOf({ ...anyone, messages: [made] }).messages;
      const size = (made.header.length + payloadOf(made).length) / 2;
      expect(composed?.cuts.every((cut) => cut > 0 && cut < size)).toBe(true);
      expect([...made.cuts].sort((a, b) => a - b)).toEqual(made.cuts);
    }),
  );
});

describe('cells', () => {
  test('tell digits, padding and what has no place in a header', () => {
    const tones = headerCells(headerOfText('12x')).map(({ tone }) => tone);
    expect(tones.slice(0, 4)).toEqual(['digits', 'digits', 'odd', 'padding']);
    expect(headerCells(headerOfText('12x'))[2]).toMatchObject({ bad: true, glyph: 'x' });
    expect(headerCells(headerOfText('12'))[5]).toMatchObject({ glyph: '·', hex: '20' });
  });

  test('join the bytes of one character, and mark those that are none', () => {
    expect(payloadCells('c3a9', 64)).toMatchObject([
      { offset: 64, joins: 'first', glyph: 'é' },
      { offset: 65, joins: 'last', glyph: '‥' },
    ]);
    expect(payloadCells('e9', 64)).toMatchObject([
      { bad: true, glyph: '×', says: 'no UTF-8, hex e9' },
    ]);
  });

  test('show a space of a payload, and no control character as it is', () => {
    expect(payloadCells('20', 0)[0]?.glyph).toBe('␣');
    expect(payloadCells('07', 0)[0]?.glyph).toBe('␇');
  });
});

describe('what can be taken back', () => {
  test('comes back, and can be done again', () => {
    const done = change(change(start('a'), 'b'), 'c');
    expect(undo(done).now).toBe('b');
    expect(redo(undo(done)).now).toBe('c');
    expect(undo(undo(undo(done))).now).toBe('a');
    expect(redo(done).now).toBe('c');
  });

  test('is one step where the same is changed again and again', () => {
    const typed = ['b', 'c', 'd'].reduce((h, next) => change(h, next, 'text'), start('a'));
    expect(undo(typed).now).toBe('a');
    expect(undo(change(typed, 'e', 'other')).now).toBe('d');
  });

  test('is forgotten forwards once something else is done', () => {
    expect(change(undo(change(start('a'), 'b')), 'c').future).toEqual([]);
  });
});
