import { parentPort, workerData } from 'node:worker_threads';
import { loadSys } from '../../server/sys/load.ts';
import { SocketError } from '../../server/sys/sys.ts';
import type { Outcome, ThreadCall } from './threads.ts';

/** A thread that makes one blocking call, or makes it until it fails, and tells how it ended. */
const sys = loadSys();
const { call, fd, max, port } = workerData as ThreadCall;
const buffer = new Uint8Array(max);
sys.nameThread(`blocked in ${call}`);
parentPort?.postMessage({ entering: sys.threadId() });

function result(): number {
  switch (call) {
    case 'recv':
      return sys.recv(fd, buffer, max);
    case 'recvTwice':
      return sys.recv(fd, buffer, max) + sys.recv(fd, buffer, max);
    case 'accept':
      return sys.accept(fd).port;
    case 'connect':
      sys.connect(fd, '127.0.0.1', port);
      return 0;
    case 'sendAlways':
      for (;;) sys.send(fd, buffer);
  }
}

const began = performance.now();
let outcome: Pick<Outcome, 'value' | 'error'>;
try {
  outcome = { value: result() };
} catch (error) {
  if (!(error instanceof SocketError)) throw error;
  const { code, errno, text } = error;
  outcome = { error: { code, errno, text } };
}
parentPort?.postMessage({ ...outcome, ms: performance.now() - began, bytes: buffer });
