import koffi from 'koffi';
import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { bytes, withPair, type Rule } from '../sys/rule.ts';

const kernel = koffi.load('kernel32.dll');
const GetHandleInformation = kernel.func('int GetHandleInformation(intptr_t, _Out_ uint32_t *)');
const HANDLE_FLAG_INHERIT = 1;

/** What only Windows has, and what only its own functions can tell. */
export const WINDOWS_RULES: readonly Rule[] = [
  {
    title: 'neither a made nor an accepted socket is inherited by a child process',
    run: ({ sys }) =>
      withPair(sys, ({ listener, client, server }) => {
        for (const handle of [listener, client, server]) {
          const flags = [0xff];
          assert.equal(GetHandleInformation(handle, flags), 1);
          assert.equal((flags[0] ?? 0) & HANDLE_FLAG_INHERIT, 0);
        }
      }),
  },
  {
    title: "an error's number survives what Node does between two failing calls",
    run: ({ sys }) =>
      withPair(sys, ({ client }) => {
        sys.shutdown(client, 'SHUT_WR');
        for (let round = 0; round < 200; round++) {
          closeSync(openSync(process.execPath, 'r'));
          assert.throws(() => sys.send(client, bytes('x')), { errno: 10058 });
          assert.throws(() => sys.getpeername(-1), { errno: 10038 });
        }
      }),
  },
  {
    title: 'the thread has the number that Windows gave it, and takes a name',
    run: ({ sys }) => {
      assert.equal(sys.threadId(), kernel.func('uint32_t GetCurrentThreadId()')());
      sys.nameThread('MainThread');
    },
  },
];
