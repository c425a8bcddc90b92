import { encode, len, print, stdin, str } from '../thread/builtins.ts';
import { Address } from '../thread/address.ts';
import { host, port } from '../thread/options.ts';
import { AF_INET, SOCK_STREAM, socket } from '../thread/socket.ts';
import type { Socket } from '../thread/socket.ts';

const HEADER = 64;
const PORT = port(5050);
const SERVER = host('127.0.0.1');
const ADDR = new Address(SERVER, PORT);
const FORMAT = 'utf-8';
const DISCONNECT_MESSAGE = '!DISCONNECT';

let client: Socket;

export function main(): void {
  client = socket(AF_INET, SOCK_STREAM);
  client.connect(ADDR);
  for (const line of stdin()) {
    const msg = line.replace(/\n$/, '');
    send(msg);
    if (msg === DISCONNECT_MESSAGE) {
      break;
    }
  }
}

export function send(msg: string): void {
  const message = encode(msg, FORMAT);
  const msg_length = len(msg);
  let send_length = encode(str(msg_length), FORMAT);
  send_length = send_length.plus(encode(' '.repeat(HEADER - len(send_length)), FORMAT));
  client.send(send_length);
  client.send(message);
  print(client.recv(2048).decode(FORMAT));
}
