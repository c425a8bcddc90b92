/** Our programs and the course's in Python talk to each other, in every pairing, byte for byte. */
import { afterEach, expect, it } from 'vitest';
import { bytesSent, clientTerminal, CONVERSATIONS, serverTerminal } from './conversations.ts';
import { CLIENTS, SERVERS, until, type ClientSide, type ServerSide } from './sides.ts';

const ACTIVE = '[ACTIVE CONNECTIONS] 1\n';

let server: ServerSide | undefined;
let client: ClientSide | undefined;

afterEach(async () => {
  await client?.stop();
  await server?.stop();
});

const pairings = Object.keys(SERVERS).flatMap((serving) =>
  Object.keys(CLIENTS).flatMap((calling) =>
    CONVERSATIONS.map((conversation) => ({ serving, calling, conversation })),
  ),
);

it.each(pairings)('$calling ($conversation.name) and $serving', async (pairing) => {
  const { serving, calling, conversation } = pairing;
  const { name, messages, enters } = conversation;
  const serves = (server = await SERVERS[serving]?.()) as ServerSide;
  const calls = (client = CLIENTS[calling]?.(name, serves.port)) as ClientSide;
  for (let n = 1; n <= enters; n++) {
    await until(() => calls.terminal() === 'Msg received\n'.repeat(n));
    calls.pressEnter();
  }
  expect(await calls.exit()).toBe(0);

  await until(() => calls.terminal().length >= clientTerminal(conversation).length);
  expect(calls.terminal()).toBe(clientTerminal(conversation));
  await until(() => serves.terminal().includes(`] ${messages.at(-1)}\n`));
  const [before, after, ...more] = serves.terminal().split(ACTIVE);
  expect(more).toEqual([]);
  const port = /\('127\.0\.0\.1', (\d+)\) connected/.exec(serves.terminal())?.[1];
  expect(`${before}${after}`).toBe(serverTerminal(conversation, String(port)));
  if (serves.received) expect(serves.received()).toBe(bytesSent(conversation));
  if (calls.sent) expect(calls.sent()).toBe(bytesSent(conversation));
});
