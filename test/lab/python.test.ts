import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actsOf, type Act } from '../../src/lab/composition.ts';
import { messageOf } from '../../src/lab/message.ts';
import { pythonOf } from '../../src/lab/python.ts';
import { anyComposition } from './any.ts';

const place = { host: '127.0.0.1', port: 5050, nodelay: false };

test('a message and goodbye as a program that a student can read', () => {
  const acts = actsOf({
    clients: 1,
    nodelay: true,
    messages: [messageOf('Hello World!', { pauses: [20] })],
    end: 'reset',
    server: { program: 'course' },
  });
  expect(pythonOf(acts, { ...place, nodelay: true })).toEqual({
    source: `import socket
import struct
import time

client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
client.connect(("127.0.0.1", 5050))

client.send(b"12" + b" " * 62)
time.sleep(0.02)
client.send(b"Hello World!")
print(client.recv(2048).decode("utf-8"))
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
client.close()
`,
    lines: [9, 10, 11, 12, 14],
    opening: { socket: 5, nodelay: 6, connect: 7 },
  });
});

test('only what is used is imported', () => {
  const { source } = pythonOf([{ do: 'enter' }, { do: 'half-close' }], place);
  expect(source.match(/^import .*$/gm)).toEqual(['import socket']);
  expect(source).toContain('\ninput()\nclient.shutdown(socket.SHUT_WR)\n');
});

test('every act has a line of its own, in order', () => {
  fc.assert(
    fc.property(anyComposition, (composition) => {
      const acts = actsOf(composition);
      const { source, lines } = pythonOf(acts, place);
      const listing = source.split('\n');
      expect(lines.map((line) => nameOf(listing[line - 1] ?? ''))).toEqual(acts.map(doneBy));
      expect([...lines].sort((a, b) => a - b)).toEqual(lines);
      expect(new Set(lines).size).toBe(lines.length);
    }),
  );
});

/** The call that a line is about: `send` of `client.send(…)`. */
function nameOf(line: string): string | undefined {
  return /^(?:print\()?(?:client\.|time\.)?(\w+)/.exec(line)?.[1];
}

function doneBy({ do: what }: Act): string {
  const names = { pause: 'sleep', enter: 'input', 'half-close': 'shutdown', reset: 'close' };
  return what in names ? names[what as keyof typeof names] : what;
}
