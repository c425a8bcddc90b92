import {
  encode,
  EOFError,
  int,
  len,
  NO_BYTES,
  print,
  stdin,
  str,
  ValueError,
} from '../thread/builtins.ts';
import type { Bytes } from '../thread/bytes.ts';
import { Address } from '../thread/address.ts';
import { host, port, timeout } from '../thread/options.ts';
import { AF_INET, SOCK_STREAM, socket } from '../thread/socket.ts';
import type { Socket } from '../thread/socket.ts';

const HEADER = 64;
const PORT = port(5050);
const SERVER = host('127.0.0.1');
const ADDR = new Address(SERVER, PORT);
const FORMAT = 'utf-8';
const DISCONNECT_MESSAGE = '!DISCONNECT';
const LIMIT = 1000000;
const TIMEOUT = timeout(10);

let client: Socket;

export function main(): void {
  client = socket(AF_INET, SOCK_STREAM);
  client.connect(ADDR);
  client.settimeout(TIMEOUT);
  try {
    for (const line of stdin()) {
      const msg = line.replace(/\n$/, '');
      send_message(client, msg);
      print(recv_message(client));
      if (msg === DISCONNECT_MESSAGE) {
        break;
      }
    }
  } finally {
    client.close();
  }
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
