/** What our client programs do with servers that misbehave, as recorded from Python's client. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCases, type ClientCase } from './cases.ts';
import { ClientRun } from './client-run.ts';
import { UnrulyServer } from './unruly-server.ts';

const cases = new Map(clientCases().map((one) => [one.name, one]));

/** Cases that the course's programs cannot meet here, each with the reason. */
const NOT_MET: Readonly<Record<string, string>> = {
  cli_port_is_str: 'our programs take the port from an option, which is a number',
  cli_accepted_then_closed: "waits between connect and send, as the course's client does not",
  cli_third_send_after_close: "catches the error and goes on, as the course's client does not",
  cli_lone_surrogate: 'no terminal delivers one; utf8.test.ts gives one to encode()',
  cli_closed_socket: "the course's client never closes its socket itself",
  cli_connect_twice: "the course's client connects once",
  srv_port_in_use: 'a server: restart.test.ts',
  srv_restart_after_disconnect: 'a server: restart.test.ts',
  srv_restart_after_client_closed_first: 'a server: restart.test.ts',
  srv_ctrl_c_no_client: "wirestep's Ctrl-C ends in order with exit code 0, on purpose",
  srv_ctrl_c_one_client: "wirestep's Ctrl-C ends every thread within a second, on purpose",
};

const tested = new Set<string>();
let server: UnrulyServer;
let run: ClientRun | undefined;

beforeEach(async () => {
  server = await UnrulyServer.start();
});
afterEach(async () => {
  server.stop();
  await run?.stop();
  run = undefined;
});

/** Starts the client that says "Hello World!", waits for Enter, and says "Hello Everyone!". */
function startClient(host = '127.0.0.1', port = server.port): ClientRun {
  run = new ClientRun({ program: 'hello', host, port });
  return run;
}

/** What the client left: the fields of the vectors. */
async function outcome(client: ClientRun): Promise<Partial<ClientCase>> {
  const exit = await client.exit;
  await client.until('prog.exit');
  return { stdout: client.terminal('stdout'), exception: client.exception, exit };
}

/** The recorded outcome; `stdout` where the recorded client printed more than the course's does. */
function recorded(name: string, stdout?: string): Partial<ClientCase> {
  tested.add(name);
  const one = cases.get(name);
  // JSON has null where the client died of nothing.
  return { stdout: stdout ?? one?.stdout, exception: one?.exception ?? undefined, exit: one?.exit };
}

describe('a client that finds no server', () => {
  it('cli_server_not_running', async () => {
    const { port } = server;
    server.stop();
    expect(await outcome(startClient('127.0.0.1', port))).toEqual(
      recorded('cli_server_not_running'),
    );
  });

  it('cli_bound_elsewhere', async () => {
    server.stop();
    server = await UnrulyServer.start('127.0.0.2');
    expect(await outcome(startClient())).toEqual(recorded('cli_bound_elsewhere'));
  });

  it.each([
    ['cli_unknown_host', 'no-such-host.invalid', 5050],
    ['cli_bad_address', '127.0.0.256', 5050],
    ['cli_port_out_of_range', '127.0.0.1', 70_000],
  ])('%s', async (name, host, port) => {
    expect(await outcome(startClient(host, port))).toEqual(recorded(name));
  });
});

describe('a client whose server leaves', () => {
  it('cli_closed_before_reply_all_read: an empty line, and the client goes on', async () => {
    const client = startClient();
    (await server.clientThatHasSaidHello()).end();
    await client.until('input');
    // The recorded client also printed the repr of what recv gave it, and ended there.
    const { stdout, exception } = recorded('cli_closed_before_reply_all_read', '\n');
    expect(client.terminal('stdout')).toBe(stdout);
    expect(client.exception).toBe(exception);
  });

  it('cli_closed_before_reply_unread', async () => {
    const client = startClient();
    const socket = await server.client();
    await client.until('recv');
    socket.destroy();
    expect(await outcome(client)).toEqual(recorded('cli_closed_before_reply_unread'));
  });

  it('cli_reset_before_reply', async () => {
    const client = startClient();
    (await server.clientThatHasSaidHello()).resetAndDestroy();
    expect(await outcome(client)).toEqual(recorded('cli_reset_before_reply'));
  });

  it('cli_accepted_then_closed_reference_send: which call meets the reset is a race', async () => {
    const client = startClient();
    (await server.client()).destroy();
    const reset = 'ConnectionResetError: [Errno 104] Connection reset by peer';
    const { exception, ...rest } = recorded('cli_accepted_then_closed_reference_send');
    const left = await outcome(client);
    expect(left).toMatchObject(rest);
    expect([exception, reset]).toContain(left.exception);
  });

  it('cli_second_message_after_close', async () => {
    const client = startClient();
    const socket = await server.clientThatHasSaidHello();
    socket.write('Msg received');
    await client.until('input');
    socket.destroy();
    await once(socket, 'close');
    client.type();
    expect(await outcome(client)).toEqual(recorded('cli_second_message_after_close'));
  });

  it('cli_no_reply: it waits', async () => {
    const client = startClient();
    await server.clientThatHasSaidHello();
    // Sampled from the kernel once a call has blocked for 20 ms.
    const { re } = await client.until('kernel');
    expect((await client.until('recv')).i).toBe(re);
    expect(client.terminal('stdout')).toBe(recorded('cli_no_reply').stdout);
  });
});

describe('a client whose server answers oddly', () => {
  it('cli_reply_split: the first part is the reply, the rest the reply to the next', async () => {
    const client = startClient();
    const socket = await server.clientThatHasSaidHello();
    socket.write('Msg re');
    await client.until('input');
    socket.write('ceived');
    client.type();
    // The recorded client printed the parts as repr too.
    expect(await outcome(client)).toEqual(recorded('cli_reply_split', 'Msg re\nceived\n'));
  });

  it('cli_replies_coalesced: one recv takes two replies', async () => {
    const client = startClient();
    const socket = await server.clientThatHasSaidHello();
    socket.write('Msg receivedMsg received');
    await client.until('input');
    client.type();
    socket.end();
    const printed = 'Msg receivedMsg received\n\n';
    expect(await outcome(client)).toEqual(recorded('cli_replies_coalesced', printed));
  });

  it('cli_reply_not_utf8', async () => {
    const client = startClient();
    (await server.clientThatHasSaidHello()).write(Uint8Array.of(0xff));
    expect(await outcome(client)).toEqual(recorded('cli_reply_not_utf8'));
  });
});

it('has tested every case, or says why not', () => {
  expect([...tested, ...Object.keys(NOT_MET)].sort()).toEqual([...cases.keys()].sort());
});
