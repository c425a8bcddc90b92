import {
  encode,
  EOFError,
  int,
  len,
  NO_BYTES,
  print,
  str,
  ValueError,
} from '../thread/builtins.ts';
import type { Bytes } from '../thread/bytes.ts';
import { Address } from '../thread/address.ts';
import { host, port, timeout } from '../thread/options.ts';
import { AF_INET, SOCK_STREAM, socket } from '../thread/socket.ts';
import type { Socket } from '../thread/socket.ts';
import { active_count, Thread } from '../thread/threading.ts';

const HEADER = 64;
const PORT = port(5050);
const SERVER = host('127.0.0.1');
const ADDR = new Address(SERVER, PORT);
const FORMAT = 'utf-8';
const DISCONNECT_MESSAGE = '!DISCONNECT';
const LIMIT = 1000000;
const TIMEOUT = timeout(10);

let server: Socket;

export function main(): void {
  server = socket(AF_INET, SOCK_STREAM);
  server.setsockopt('SOL_SOCKET', 'SO_REUSEADDR', 1);
  server.bind(ADDR);
  print('[STARTING] server is starting...');
  start();
}

export function recv_exactly(conn: Socket, count: number): Bytes {
  let data = NO_BYTES;
  while (len(data) < count) {
    const part = conn.recv(count - len(data));
    if (len(part) === 0) {
      throw EOFError('the other side has ended the connection');
    }
    data = data.plus(part);
  }
  return data;
}

export function recv_message(conn: Socket): string {
  const digits = recv_exactly(conn, HEADER).rstrip(' ');
  if (!digits.isdigit()) {
    throw ValueError('the header is no number');
  }
  const msg_length = Number(int(digits.decode(FORMAT)));
  if (msg_length > LIMIT) {
    throw ValueError('the message is too long');
  }
  return recv_exactly(conn, msg_length).decode(FORMAT);
}

export function send_message(conn: Socket, msg: string): void {
  const message = encode(msg, FORMAT);
  let send_length = encode(str(len(message)), FORMAT);
  send_length = send_length.plus(encode(' '.repeat(HEADER - len(send_length)), FORMAT));
  conn.sendall(send_length.plus(message));
}

export function handle_client(conn: Socket, addr: Address): void {
  print(`[NEW CONNECTION] ${addr} connected.`);
  conn.settimeout(TIMEOUT);
  try {
    let connected = true;
    while (connected) {
      const msg = recv_message(conn);
      if (msg === DISCONNECT_MESSAGE) {
        connected = false;
      }
      print(`[${addr}] ${msg}`);
      send_message(conn, 'Msg received');
    }
  } catch (error) {
    print(`[${addr}] goodbye: ${error}`);
  } finally {
    conn.close();
  }
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
