/** What a diagnosis says in English: what happened, then why, or what to do about it. */
import type { FindingMessages } from './catalogue.ts';
import { bytes, counted, ended } from './words.ts';

const CALL_AGAIN = 'Call recv again until all of it is there.';

export const findings: FindingMessages = {
  'counted-characters': {
    title: 'the header counts characters, not bytes',
    what: ({ who, says, bytes: all }) =>
      `The header that ${who} took says ${says}. That is how many characters the message has; it has ${bytes(all)}.`,
    why: ({ left }) =>
      `${counted(left, 'byte was', 'bytes were')} left over, and the server takes what is left over as the next header. Count the bytes after encode(), not the characters of the text.`,
  },
  'wrong-length': {
    title: 'the header says a wrong length',
    what: ({ who, says, bytes: all }) =>
      `The header that ${who} took says ${says}, but the client sent a message of ${bytes(all)}.`,
    why: ({ says, bytes: all }) =>
      all > says
        ? 'The server takes what is left over as the next header. The header must say the exact number of bytes.'
        : 'The server takes the first bytes of the next header as the rest of this message, or waits for them. The header must say the exact number of bytes.',
  },
  'split-header': {
    title: 'the header was split',
    what: ({ who, n, max }) => `${who} asked for a header of ${bytes(max)} and got only ${n}.`,
    why: () =>
      `One send is not one recv: bytes may arrive in several pieces. ${CALL_AGAIN} Until then, what was taken is no header.`,
  },
  'short-recv': {
    title: 'recv returned less than was asked for',
    what: ({ who, n, max }) => `${who} asked for a message of ${bytes(max)} and got only ${n}.`,
    why: () =>
      `recv gives what has arrived, up to the limit. ${CALL_AGAIN} Else the rest is taken as the next header.`,
  },
  'asked-again': {
    title: 'recv returned less, and was called again',
    what: ({ who, n, max }) => `${who} got ${n} of ${bytes(max)}, and asked for the rest.`,
    why: () => 'That is how it should be: one recv may return less than was asked for.',
  },
  'bad-header': {
    title: 'the header is not a number',
    what: ({ who, fault, text }) => {
      const took = `${who} took ${text} as a header`;
      switch (fault) {
        case 'not UTF-8':
          return `${took}: it is not UTF-8 text.`;
        case 'blank':
          return `${took}: there is no digit in it.`;
        case 'not a number':
          return `${took}: that is not a number.`;
        case 'negative':
          return `${took}: a length below zero.`;
        case 'too long':
          return `${took}: a length that no recv can ask for.`;
      }
    },
    why: ({ fault }) =>
      fault === 'negative' || fault === 'too long'
        ? 'recv refuses such a length. Whoever sends a header must write the number of bytes that follow.'
        : 'int() cannot read it. Whoever sends a header must write the number of bytes that follow, in digits, and fill it up with spaces.',
  },
  knock: {
    title: 'a browser knocked, or another program',
    what: ({ who, knocker }) => {
      switch (knocker) {
        case 'browser':
          return `A browser knocked: the first bytes that ${who} took are a request for a web page (HTTP).`;
        case 'tls':
          return `A browser knocked: the first bytes that ${who} took open an encrypted connection (TLS), as for an https page.`;
        case 'ssh':
          return `An SSH program knocked: the first bytes that ${who} took are its greeting.`;
      }
    },
    why: () =>
      'Any program may connect to a port. The server takes what it sends for a header, as the course’s server does. The page of wirestep has another port.',
  },
  'not-utf8': {
    title: 'the bytes are not UTF-8 text',
    what: ({ who, n, bytes: got }) =>
      `${who} took ${bytes(n)} that are not UTF-8 text: ${ended(got)}`,
    why: () =>
      'decode() raises UnicodeDecodeError. Send text as encode("utf-8") gives it, and cut it only between characters.',
  },
  'sent-ahead': {
    title: 'the next message was already there',
    what: ({ who, waiting }) =>
      `When ${who} had taken a message, ${counted(waiting, 'more byte was', 'more bytes were')} already waiting.`,
    why: () =>
      'The client did not wait for the reply. In the stream one message follows the other without a gap: only the headers tell where one ends.',
  },
  coalesced: {
    title: 'one recv took the bytes of several sends',
    what: ({ who, n, sends }) => `${who} got ${bytes(n)} with one recv, given by ${sends} sends.`,
    why: () =>
      'TCP keeps no border between two sends. Without headers nobody can tell where one message ends and the next begins.',
  },
  'no-goodbye': {
    title: 'the client left without a goodbye',
    what: ({ who, inside }) =>
      inside
        ? `The client of ${who} closed the connection in the middle of a message.`
        : `The client of ${who} closed the connection without !DISCONNECT.`,
    why: () =>
      'recv returned 0 bytes: the end of the stream. The course’s server ends its loop only for !DISCONNECT; better, end it for 0 bytes too.',
  },
  reset: {
    title: 'the connection was broken off',
    what: ({ who, call, name }) =>
      `The other side broke the connection off: ${call} failed in ${who} with ${name}.`,
    why: () =>
      'The other program died, or closed its socket before it had taken all bytes. What was still on the way is lost.',
  },
  'endless-loop': {
    title: 'an endless loop after the end of the stream',
    what: ({ who, times }) =>
      `After the end of the stream ${who} called recv ${counted(times, 'more time', 'more times')}, and got 0 bytes each time.`,
    why: () =>
      'The loop never ends, and Python would keep a whole processor busy with it. End the loop when recv returns 0 bytes.',
  },
  'thread-died': {
    title: 'a thread died of an exception',
    what: ({ who, error }) => `${who} died of an exception: ${error}.`,
    why: ({ first }) =>
      first
        ? 'Nobody caught it, so the first thread of this program ended, and with it what it had begun.'
        : 'Nobody caught it, so this thread ended. Other threads go on; its client gets no more replies.',
  },
  'left-open': {
    title: 'a socket was left open',
    what: ({ who, ms }) =>
      ms === undefined
        ? `${who} ended and never closed its socket.`
        : `${who} ended without closing its socket; Python closed it ${ms} ms later.`,
    why: () =>
      'Until somebody closes it, the client is not told and may wait for ever. Close it in "finally", or use "with".',
  },
  stall: {
    title: 'a wait of 40 ms that nobody asked for',
    what: ({ who, n, ms, recorded }) =>
      recorded
        ? `${bytes(n)} had been sent, but ${who} waited ${ms} ms for ${n === 1 ? 'it' : 'them'}.`
        : `${who} waited ${ms} ms for a message whose header was already there.`,
    why: ({ recorded }) =>
      'The sender’s kernel keeps a second small send until the first is acknowledged (Nagle’s algorithm), and the receiver’s kernel delays that by 40 ms. Send header and message in one send, or set TCP_NODELAY.' +
      (recorded ? '' : ' The sender is not recorded: a pause of its own would look the same.'),
  },
  refused: {
    title: 'the connection was refused',
    what: ({ who, address }) => `Nobody listens at ${address}: the kernel refused ${who}.`,
    why: () => 'Start the server first, and check that both programs name the same port.',
  },
  'address-in-use': {
    title: 'the address is in use',
    what: ({ who, address }) => `${who} asked for ${address}, but another socket has it.`,
    why: () =>
      'An earlier run of the server may still have it. Stop that one, choose another port, or set SO_REUSEADDR before bind.',
  },
  'call-failed': {
    title: 'a call failed',
    what: ({ who, call, name, message }) =>
      `${call} failed in ${who}: ${message === '' ? name : `${message} (${name})`}.`,
    why: () => 'The program must expect that: in Python it is an exception.',
  },
  missing: {
    title: 'events are missing',
    what: ({ count, why }) =>
      `${counted(count, 'event is', 'events are')} missing${why === undefined ? '' : `: ${why}`}.`,
    why: () => 'What is said about the time around this place may be incomplete.',
  },
  unfinished: {
    title: 'the recording has no end',
    what: () => 'The recording was not closed: it is still being written, or its writer died.',
    why: () => 'What happened after its last event is not known.',
  },
};
