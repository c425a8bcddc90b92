import { encode, int, len, min, minus, NO_BYTES, print } from '../thread/builtins.ts';
import type { Bytes } from '../thread/bytes.ts';
import { Address } from '../thread/address.ts';
import { exactly, headerRecv, host, payloadRecv, port } from '../thread/options.ts';
import { AF_INET, SOCK_STREAM, socket } from '../thread/socket.ts';
import type { Socket } from '../thread/socket.ts';
import { active_count, Thread } from '../thread/threading.ts';

const HEADER = 64;
const HEADER_RECV = headerRecv(64);
const PAYLOAD_RECV = payloadRecv(0);
const EXACTLY = exactly(false);
const PORT = port(5050);
const SERVER = host('127.0.0.1');
const ADDR = new Address(SERVER, PORT);
const FORMAT = 'utf-8';
const DISCONNECT_MESSAGE = '!DISCONNECT';

type Count = number | bigint;

let server: Socket;

export function main(): void {
  server = socket(AF_INET, SOCK_STREAM);
  server.bind(ADDR);
  print('[STARTING] server is starting...');
  start();
}

export function recv_exactly(conn: Socket, count: Count, size: Count): Bytes {
  let data = NO_BYTES;
  while (len(data) < count) {
    const part = conn.recv(min(size, minus(count, len(data))));
    if (len(part) === 0) {
      break;
    }
    data = data.plus(part);
  }
  return data;
}

export function receive(conn: Socket, count: Count, size: Count): Bytes {
  if (EXACTLY) {
    return recv_exactly(conn, count, size);
  }
  return conn.recv(size);
}

export function handle_client(conn: Socket, addr: Address): void {
  print(`[NEW CONNECTION] ${addr} connected.`);
  let connected = true;
  while (connected) {
    let msg_length: string | Count = receive(conn, HEADER, HEADER_RECV).decode(FORMAT);
    if (msg_length) {
      msg_length = int(msg_length);
      const msg = receive(conn, msg_length, PAYLOAD_RECV || msg_length).decode(FORMAT);
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
