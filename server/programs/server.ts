import { encode, int, print } from '../thread/builtins.ts';
import { Address } from '../thread/address.ts';
import { host, port } from '../thread/options.ts';
import { AF_INET, SOCK_STREAM, socket } from '../thread/socket.ts';
import type { Socket } from '../thread/socket.ts';
import { active_count, Thread } from '../thread/threading.ts';

const HEADER = 64;
const PORT = port(5050);
const SERVER = host('127.0.0.1');
const ADDR = new Address(SERVER, PORT);
const FORMAT = 'utf-8';
const DISCONNECT_MESSAGE = '!DISCONNECT';

let server: Socket;

export function main(): void {
  server = socket(AF_INET, SOCK_STREAM);
  server.bind(ADDR);
  print('[STARTING] server is starting...');
  start();
}

export function handle_client(conn: Socket, addr: Address): void {
  print(`[NEW CONNECTION] ${addr} connected.`);
  let connected = true;
  while (connected) {
    let msg_length: string | number | bigint = conn.recv(HEADER).decode(FORMAT);
    if (msg_length) {
      msg_length = int(msg_length);
      const msg = conn.recv(msg_length).decode(FORMAT);
      if (msg === DISCONNECT_MESSAGE) {
        connected = false;
      }
      print(`[${addr}] ${msg}`);
      conn.send(encode('Msg received', FORMAT));
    }
  }
  conn.close();
}

export function start(): void {
  server.listen();
  print(`[LISTENING] Server is listening on ${SERVER}`);
  while (true) {
    const [conn, addr] = server.accept();
    const thread = new Thread({ target: handle_client, args: [conn, addr] });
    thread.start();
    print(`[ACTIVE CONNECTIONS] ${active_count() - 1}`);
  }
}
