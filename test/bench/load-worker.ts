import { parentPort, workerData } from 'node:worker_threads';
import { loadSys } from '../../server/sys/load.ts';
import type { Fd } from '../../server/sys/sys.ts';
import { PHASE, WORD, type Count, type Job } from './load.ts';

/**
 * One client of the load: a real thread with blocking calls, which costs about what C does. Header
 * and payload leave in one send, so that no delayed acknowledgement is measured instead.
 */
const words = new Int32Array(workerData as SharedArrayBuffer);
const sys = loadSys();
const buffer = new Uint8Array(2048);
const message = frame('Hello World!');
const goodbye = frame('!DISCONNECT');
const REPLY = 'Msg received'.length;

parentPort?.on('message', (job: Job) => {
  parentPort?.postMessage(job.what === 'messages' ? messages(job.port) : sessions(job.port));
});

/** One connection, as many messages as the time allows. */
function messages(port: number): Count {
  const fd = connect(port);
  // Answered once before the start: by then the server has a thread for every connection.
  ask(fd, message);
  const count = repeat(() => ask(fd, message));
  leave(fd);
  return count;
}

/** Whole sessions: connect, one message, goodbye, wait for the server to close. */
function sessions(port: number): Count {
  return repeat(() => {
    const fd = connect(port);
    ask(fd, message);
    leave(fd);
  });
}

/** Waits for the start, then works until the stop. */
function repeat(work: () => void): Count {
  Atomics.add(words, WORD.ready, 1);
  Atomics.wait(words, WORD.phase, PHASE.wait);
  const count = { counted: 0, all: 0 };
  let phase: number;
  do {
    phase = Atomics.load(words, WORD.phase);
    work();
    count.all++;
    if (phase === PHASE.count) count.counted++;
  } while (phase !== PHASE.stop);
  return count;
}

function connect(port: number): Fd {
  const fd = sys.socket();
  sys.connect(fd, '127.0.0.1', port);
  return fd;
}

function ask(fd: Fd, bytes: Uint8Array): void {
  sys.send(fd, bytes);
  for (let got = 0; got < REPLY;) {
    const n = sys.recv(fd, buffer, buffer.length);
    if (n === 0) throw new Error('the server closed the connection in the middle of a reply');
    got += n;
  }
}

function leave(fd: Fd): void {
  ask(fd, goodbye);
  while (sys.recv(fd, buffer, buffer.length) > 0);
  sys.close(fd);
}

function frame(text: string): Uint8Array {
  return new TextEncoder().encode(String(text.length).padEnd(64) + text);
}
