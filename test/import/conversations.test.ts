import { expect, test } from 'vitest';
import { ImportError } from '../../src/trace/import-error.ts';
import {
  ascii,
  header,
  Ladder,
  packet,
  pcap,
  SERVER,
  shortTalk,
  tcp,
  told,
} from './capture-builder.ts';
import { ipv4 } from './capture-builder.ts';

const SHORT = [
  'connection 10.0.0.1:40000 > 10.0.0.2:5050',
  'C1 @0 "2"…',
  'C1 @64 "Hi"',
  'S1 @0 "Msg received"',
  'C1 FIN',
  'S1 FIN',
];

const BEGUN =
  'note: The beginning of the connection from 10.0.0.1:40000 to 10.0.0.2:5050 is not in the capture.';

test('handshake, message, reply and ends become a connection, sends and ends', async () => {
  expect(await told(pcap(shortTalk().packets))).toEqual([...SHORT, 'end']);
});

test('segments up to the one with PSH are one send', async () => {
  const talk = new Ladder().shake().send('C', 'He', '').send('C', 'llo', '').send('C', '!');
  expect(await told(pcap(talk.send('C', 'x').packets))).toEqual([
    SHORT[0], 'C1 @0 "Hello!"', 'C1 @6 "x"', 'end',
  ]); // prettier-ignore
});

test('what the other end sends ends a send, an acknowledgement does not', async () => {
  const talk = new Ladder().shake().send('C', 'a', '').add('S', '').send('C', 'b', '');
  talk.send('S', 'reply').send('C', 'c', '');
  expect(await told(pcap(talk.packets))).toEqual([
    SHORT[0], 'C1 @0 "ab"', 'S1 @0 "reply"', 'C1 @2 "c"', 'end',
  ]); // prettier-ignore
});

test('a segment that comes twice, whole or in part, is told once', async () => {
  const talk = new Ladder().shake().send('C', 'abcdef');
  const again = talk.make('C', 'P', 'abcdef', true, 6);
  const overlap = talk.make('C', 'P', 'efgh', true, 2);
  expect(await told(pcap([...talk.packets, again, overlap, again]))).toEqual([
    SHORT[0], 'C1 @0 "abcdef"', 'C1 @6 "gh"', 'end',
  ]); // prettier-ignore
});

test('segments out of order are told in the order of their bytes', async () => {
  const talk = new Ladder().shake().send('C', 'one').send('C', 'two').send('C', 'three');
  const [a, b, c, one, two, three] = talk.packets as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  expect(await told(pcap([a, b, c, three, two, one]))).toEqual([
    SHORT[0], 'C1 @0 "one"', 'C1 @3 "two"', 'C1 @6 "three"', 'end',
  ]); // prettier-ignore
});

test('packets are taken by their times, not by their places in the file', async () => {
  const records = shortTalk().packets.map((bytes, at) => ({ bytes, at }));
  expect(await told(pcap(records.toReversed()))).toEqual([...SHORT, 'end']);
});

test('the numbers of a stream begin again at 2^32', async () => {
  const talk = shortTalk({ clientIsn: 2 ** 32 - 30, serverIsn: 2 ** 32 - 2 });
  expect(await told(pcap(talk.packets))).toEqual([...SHORT, 'end']);
});

test('bytes that were acknowledged and not captured are a hole, told before what follows', async () => {
  const talk = new Ladder()
    .shake()
    .send('C', 'abc')
    .send('C', 'lost')
    .send('C', 'def')
    .add('S', '');
  const seen = talk.packets.filter((_, n) => n !== 4);
  expect(await told(pcap(seen))).toEqual([
    SHORT[0],
    'C1 @0 "abc"',
    'gap: 4 bytes are not in the capture, which the client sent on connection 1',
    'C1 @7 "def"',
    'end',
  ]);
});

test('bytes at the end that were only acknowledged are a hole', async () => {
  const talk = new Ladder().shake().send('S', 'abc').send('S', 'lost').add('C', '');
  const seen = talk.packets.filter((_, n) => n !== 4);
  expect(await told(pcap(seen))).toEqual([
    SHORT[0],
    'S1 @0 "abc"',
    'gap: 4 bytes are not in the capture, which the server sent on connection 1',
    'end',
  ]);
});

test('a hole before a FIN is told before the end', async () => {
  const talk = new Ladder().shake().send('C', 'abc').send('C', 'lost').fin('C');
  const seen = talk.packets.filter((_, n) => n !== 4);
  expect(await told(pcap(seen))).toEqual([
    SHORT[0],
    'C1 @0 "abc"',
    'gap: 4 bytes are not in the capture, which the client sent on connection 1',
    'C1 FIN',
    'end',
  ]);
});

test('a packet that was captured in part says how many of its bytes are not there', async () => {
  const talk = new Ladder().shake().send('C', 'abcdefgh').send('C', 'next');
  const records = talk.packets.map((bytes) => ({
    bytes: bytes.subarray(0, 44),
    length: bytes.length,
  }));
  expect(await told(pcap(records))).toEqual([
    SHORT[0], 'C1 @0 "abcd" cut 4', 'C1 @8 "next"', 'end',
  ]); // prettier-ignore
});

test('a cut packet ends its send: what follows it is another', async () => {
  const talk = new Ladder().shake().send('C', 'abcdefgh', '').send('C', 'next');
  const records = talk.packets.map((bytes) => ({
    bytes: bytes.subarray(0, 44),
    length: bytes.length,
  }));
  expect(await told(pcap(records))).toEqual([
    SHORT[0], 'C1 @0 "abcd" cut 4', 'C1 @8 "next"', 'end',
  ]); // prettier-ignore
});

test('without a handshake the server is who has the course’s port, and it is said', async () => {
  const seen = shortTalk().packets.slice(3);
  expect(await told(pcap(seen))).toEqual([BEGUN, ...SHORT, 'end']);
  const reply = shortTalk().packets.slice(5);
  expect(await told(pcap(reply))).toEqual([
    BEGUN, SHORT[0], 'S1 @0 "Msg received"', 'C1 FIN', 'S1 FIN', 'end',
  ]); // prettier-ignore
});

test('the SYN decides who the server is, whatever the ports are', async () => {
  const ends = { client: ['10.0.0.1', 5050], server: ['10.0.0.2', 60_000] } as const;
  expect((await told(pcap(shortTalk(ends).packets)))[0]).toBe(
    'connection 10.0.0.1:5050 > 10.0.0.2:60000',
  );
  const answered = shortTalk(ends).packets.slice(1);
  expect((await told(pcap(answered)))[0]).toBe('connection 10.0.0.1:5050 > 10.0.0.2:60000');
});

test('a reset ends the connection for both; its own bytes are no part of the stream', async () => {
  const talk = new Ladder().shake().send('C', 'Hi').add('S', 'R', 'go away');
  talk.send('C', 'late');
  expect(await told(pcap(talk.packets))).toEqual([SHORT[0], 'C1 @0 "Hi"', 'S1 RST', 'end']);
});

test('two connections between the same two addresses are two, after FIN and after RST', async () => {
  const first = shortTalk();
  const second = new Ladder({ clientIsn: 77, serverIsn: 88 }).shake().send('C', header(1));
  const third = shortTalk({ clientIsn: 5, serverIsn: 6 });
  const packets = [
    ...first.packets,
    ...second.packets,
    second.make('S', 'R', ''),
    ...third.packets,
  ];
  const seen = await told(pcap(packets));
  expect(seen.filter((line) => line.startsWith('connection'))).toHaveLength(3);
  expect(seen).toContain('C2 @0 "1"…');
  expect(seen.slice(-6)).toEqual([
    'C3 @0 "2"…', 'C3 @64 "Hi"', 'S3 @0 "Msg received"', 'C3 FIN', 'S3 FIN', 'end',
  ]); // prettier-ignore
});

test('a new SYN with another number begins a new connection though the old one never ended', async () => {
  const open = new Ladder().shake().send('C', 'a');
  const next = new Ladder({ clientIsn: 5_000_000 }).shake().send('C', 'b');
  const seen = await told(pcap([...open.packets, ...next.packets]));
  expect(seen).toEqual([SHORT[0], 'C1 @0 "a"', SHORT[0], 'C2 @0 "b"', 'end']);
});

test('a SYN that comes again is the same connection', async () => {
  const talk = shortTalk();
  const again = new Ladder().make('C', 'S', '', false);
  expect(await told(pcap([again, ...talk.packets]))).toEqual([...SHORT, 'end']);
});

test('a keep-alive adds no byte, a probe of a closed window its one', async () => {
  const talk = new Ladder().shake().send('C', 'abc');
  const keepAlive = talk.make('C', '', 'x', true, 1);
  const probe = talk.make('C', '', 'd');
  expect(await told(pcap([...talk.packets, keepAlive, probe]))).toEqual([
    SHORT[0], 'C1 @0 "abc"', 'C1 @3 "d"', 'end',
  ]); // prettier-ignore
});

test('who was refused or got no answer is noted', async () => {
  const asked = new Ladder({ client: ['10.0.0.3', 1] }).make('C', 'S', '', false);
  const refused = new Ladder({ client: ['10.0.0.4', 2] });
  const packets = [
    ...shortTalk().packets,
    asked,
    refused.make('C', 'S', '', false),
    refused.make('S', 'R', ''),
  ];
  expect((await told(pcap(packets))).slice(0, 2)).toEqual([
    'note: 10.0.0.3:1 asked 10.0.0.2:5050 for a connection and got no answer.',
    'note: 10.0.0.4:2 asked 10.0.0.2:5050 for a connection and was refused.',
  ]);
});

test('connections of other protocols are left out, and counted', async () => {
  const web = new Ladder({ client: ['10.0.0.1', 50_000], server: ['10.0.0.9', 80] });
  web.shake().send('C', 'GET / HTTP/1.1\r\n\r\n').send('S', 'no');
  const ping = ipv4(ascii('ping'), { protocol: 1 });
  expect(await told(pcap([...web.packets, ping, ...shortTalk().packets]))).toEqual([
    "note: Left out: 10.0.0.1:50000 to 10.0.0.9:80, 5 packets, not of the course's protocol.",
    'note: Left out: 1 packet of other protocols than TCP.',
    ...SHORT,
    'end',
  ]);
});

test('on another port, a server whose client begins with a header is shown with all its clients', async () => {
  const server = ['10.0.0.2', 8000] as const;
  const good = shortTalk({ server });
  const bad = new Ladder({ client: ['10.0.0.7', 7], server }).shake().send('C', 'no header');
  const seen = await told(pcap([...bad.packets, ...good.packets]));
  expect(seen.filter((line) => line.startsWith('connection'))).toEqual([
    'connection 10.0.0.7:7 > 10.0.0.2:8000',
    'connection 10.0.0.1:40000 > 10.0.0.2:8000',
  ]);
});

test('a capture without a connection of the course is refused, with what it has', async () => {
  const web = new Ladder({ server: ['10.0.0.9', 443] }).shake().send('C', 'x');
  const refused = async (file: Uint8Array) => {
    const error: unknown = await told(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ImportError);
    return (error as ImportError).reason;
  };
  expect(await refused(pcap(web.packets))).toBe(
    'the capture has 1 TCP connection (port 443), but none to port 5050 and none that begins with a header',
  );
  expect(await refused(pcap([ipv4(ascii('x'), { protocol: 17 })]))).toBe(
    'the capture has 1 packet, but none of a TCP connection',
  );
  expect(await refused(pcap([]))).toBe('the capture has no packets');
});

test('a number far from the stream is of no place in it', async () => {
  const talk = new Ladder().shake().send('C', 'abc');
  const stray = packet({ seq: 2_000_000_000, ack: 9001, flags: 'P', data: 'stray' });
  expect(await told(pcap([...talk.packets, stray]))).toEqual([
    'note: Left out: 1 packet from 10.0.0.1:40000 to 10.0.0.2:5050 that fit nowhere.',
    SHORT[0],
    'C1 @0 "abc"',
    'end',
  ]);
});

test('bytes sent without a pause for long are several sends: no line of the trace is endless', async () => {
  const talk = new Ladder().shake();
  const piece = new Uint8Array(60_000).fill(0x78);
  for (let n = 0; n < 6; n++) talk.send('C', piece, '');
  const seen = await told(pcap(talk.packets));
  expect(seen.map((line) => line.slice(0, 12))).toEqual([
    'connection 1', 'C1 @0 "xxxxx', 'C1 @240000 "', 'end',
  ]); // prettier-ignore
});

test('both ends may begin with the same header: then replies are framed', async () => {
  const { openBytes } = await import('../../src/import/open.ts');
  const framed = new Ladder().shake().send('C', header(2)).send('C', 'Hi').send('S', header(2));
  const opened = await openBytes(pcap(framed.packets));
  expect(opened.trace.header.protocol.framed_replies).toBe(true);
  const plain = await openBytes(pcap(shortTalk().packets));
  expect(plain.trace.header.protocol.framed_replies).toBe(false);
});

test('a segment whose header is not whole is left out', async () => {
  const talk = shortTalk();
  const half = ipv4(tcp({ seq: 1 }).subarray(0, 10), { source: '10.0.0.5', target: SERVER[0] });
  expect((await told(pcap([...talk.packets, half])))[0]).toBe(
    'note: Left out: 1 packet without a whole TCP header.',
  );
});
