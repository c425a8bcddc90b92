import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actsOf, partsOf, type Composition } from '../../src/lab/composition.ts';
import { bytesOfHex, hexOfText } from '../../src/trace/hex.ts';
import { headerFor, messageOf } from '../../src/lab/message.ts';
import { anyComposition } from './any.ts';

const plain: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hi')],
  end: 'close',
  server: { program: 'course' },
};

/** The acts in short: `send 64`, `pause 20`. */
function ladder(composition: Partial<Composition>): readonly string[] {
  return actsOf({ ...plain, ...composition }).map((act) => {
    if (act.do === 'send') return `send ${act.hex.length / 2}`;
    if (act.do === 'recv') return `recv ${act.max}`;
    return act.do === 'pause' ? `pause ${act.ms}` : act.do;
  });
}

test('a message is its header, its payload and a recv, as the course has it', () => {
  expect(ladder({})).toEqual(['send 64', 'send 2', 'recv 2048', 'close']);
});

test('goodbye is one more message, and then the close', () => {
  expect(ladder({ messages: [], end: 'goodbye' })).toEqual([
    'send 64',
    'send 11',
    'recv 2048',
    'close',
  ]);
  const [header] = actsOf({ ...plain, messages: [], end: 'goodbye' });
  expect(header).toEqual({ do: 'send', hex: hexOfText('11'.padEnd(64)) });
});

test('each cut begins a send, with the pause before it', () => {
  const message = messageOf('Hi', { cuts: [1, 64, 65], pauses: [20, 0], reads: false });
  expect(ladder({ messages: [message] })).toEqual([
    'send 1',
    'pause 20',
    'send 63',
    'send 1',
    'send 1',
    'close',
  ]);
});

test('a joined message leaves in the last send of the one before', () => {
  const first = messageOf('Hi', { cuts: [], reads: false });
  const second = messageOf('you', { cuts: [64], joined: true, wait: 50 });
  expect(ladder({ messages: [first, second] })).toEqual([
    'send 130',
    'send 3',
    'recv 2048',
    'close',
  ]);
});

test('a message after a recv cannot be joined: it has a send of its own, after its wait', () => {
  const second = messageOf('you', { joined: true, wait: 50 });
  expect(ladder({ messages: [messageOf('Hi'), second] }).slice(2)).toEqual([
    'recv 2048',
    'pause 50',
    'send 64',
    'send 3',
    'recv 2048',
    'close',
  ]);
});

test.each<[Composition['end'], string[]]>([
  ['close', ['close']],
  ['half-close', ['half-close', 'pause 200', 'close']],
  ['reset', ['reset']],
  ['stay', ['enter']],
])('the end "%s" is %j', (end, acts) => {
  expect(ladder({ messages: [], end })).toEqual(acts);
});

test('a client can wait before it reads, until more than one reply has come', () => {
  const message = messageOf('Hi', { readsAfter: 300 });
  expect(ladder({ messages: [message] })).toEqual([
    'send 64',
    'send 2',
    'pause 300',
    'recv 2048',
    'close',
  ]);
});

test('nothing is sent for a message without bytes', () => {
  const message = messageOf('', { header: '', reads: false });
  expect(ladder({ messages: [message] })).toEqual(['close']);
});

test('whatever the cuts, the bytes that leave are those of the messages, in order', () => {
  fc.assert(
    fc.property(anyComposition, (composition) => {
      const sent = actsOf({ ...composition, end: 'close' }).flatMap((act) =>
        act.do === 'send' ? [act.hex] : [],
      );
      const meant = composition.messages.map(({ header, payload }) => header + payload);
      expect(sent.join('')).toBe(meant.join(''));
      expect(sent).not.toContain('');
    }),
  );
});

test('the parts of a message are one more than its cuts', () => {
  fc.assert(
    fc.property(anyComposition, ({ messages }) => {
      for (const message of messages) {
        expect(partsOf(message)).toHaveLength(message.cuts.length + 1);
      }
    }),
  );
});

test('a header says the number of bytes, not of characters', () => {
  const header = new TextDecoder().decode(bytesOfHex(headerFor(hexOfText('Hi é!'))));
  expect(header).toBe('6'.padEnd(64));
});

test('what is given replaces what the course would send', () => {
  expect(messageOf('Hi', { reads: false }).reads).toBe(false);
  expect(messageOf('', { payload: 'ff00' }).header).toBe(hexOfText('2'.padEnd(64)));
});
