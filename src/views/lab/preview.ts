/** What a composition will do, in words, and what is odd about it. */
import { actsOf, type Act, type ComposedMessage, type Composition } from '../../lab/composition.ts';
import { bytesOfHex } from '../../trace/hex.ts';
import { HEADER_BYTES } from '../../lab/message.ts';
import { dissectHeader } from '../../protocol/header.ts';
import { utf8 } from '../../trace/chunk.ts';

/** Sends that are named one by one. */
const NAMED = 5;

export function previewOf(composition: Composition): readonly string[] {
  const { clients, end, nodelay } = composition;
  const acts = actsOf(composition);
  const who = clients === 1 ? 'The client' : `Each of the ${clients} clients`;
  const lines = [`${who} ${sendWords(acts)}.`, pauseWords(acts), readWords(acts), END_WORDS[end]];
  if (nodelay) lines.push('TCP_NODELAY is set: a small send does not wait for the one before.');
  return lines.filter((line) => line !== '');
}

function sendWords(acts: readonly Act[]): string {
  const sizes = acts.flatMap((act) => (act.do === 'send' ? [act.hex.length / 2] : []));
  const sum = sizes.reduce((all, size) => all + size, 0);
  const [first = 0] = sizes;
  if (sizes.length === 0) return 'sends nothing';
  if (sizes.length === 1) return `sends once: ${bytes(first)}`;
  const head = `sends ${sizes.length} times`;
  if (sizes.every((size) => size === first)) return `${head}, ${bytes(first)} each`;
  if (sizes.length > NAMED) return `${head}, ${bytes(sum)} in all`;
  return `${head}: ${sizes.slice(0, -1).join(', ')} and ${bytes(sizes.at(-1) ?? 0)}`;
}

function pauseWords(acts: readonly Act[]): string {
  const pauses = acts.flatMap((act) => (act.do === 'pause' ? [act.ms] : []));
  const sum = pauses.reduce((all, ms) => all + ms, 0);
  if (pauses.length === 0) return '';
  if (pauses.length === 1) return `It pauses once, for ${sum} ms.`;
  return `It pauses ${pauses.length} times, ${sum} ms in all.`;
}

function readWords(acts: readonly Act[]): string {
  const reads = acts.filter((act) => act.do === 'recv').length;
  if (reads === 0) return 'It never reads a reply.';
  return reads === 1 ? 'It reads one reply.' : `It reads ${reads} times.`;
}

const END_WORDS: Readonly<Record<Composition['end'], string>> = {
  goodbye: 'Then it says !DISCONNECT and closes.',
  close: 'Then it closes, without a goodbye.',
  'half-close': 'Then it ends its own direction, waits a little, and closes.',
  reset: 'Then it breaks the connection off with a reset.',
  stay: 'Then it stays, and sends nothing more.',
};

/** What will not go as in the course, message by message. */
export function oddities({ messages, server }: Composition): readonly string[] {
  const asked = server.headerRecv ?? HEADER_BYTES;
  return messages.flatMap((message, n) =>
    odditiesOf(message, asked).map((text) =>
      messages.length === 1 ? capital(text) : `Message ${n + 1}: ${text}`,
    ),
  );
}

function odditiesOf({ header, payload }: ComposedMessage, asked: number): readonly string[] {
  const size = payload.length / 2;
  const length = header.length / 2;
  const { length: said, malformed } = dissectHeader(bytesOfHex(header));
  const text = utf8(bytesOfHex(payload));
  const found: string[] = [];
  if (length !== asked)
    found.push(`the header has ${bytes(length)}, the server asks for ${asked}.`);
  if (length === 0) return found;
  if (malformed !== undefined) found.push(`the header is no length: ${malformed.reason}.`);
  else if (said !== undefined && said !== BigInt(size)) {
    const characters = text === undefined ? -1 : Array.from(text).length;
    found.push(`the header says ${said}, but the payload has ${bytes(size)}.`);
    if (said === BigInt(characters)) found.push(`the payload has ${said} characters.`);
  }
  if (text === undefined) found.push('the payload is no UTF-8, so decode() fails.');
  return found;
}

function bytes(n: number): string {
  return n === 1 ? '1 byte' : `${n} bytes`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What stands beside a header's cells. */
export function headerNote(header: string): string {
  const { length, malformed } = dissectHeader(bytesOfHex(header));
  const size = bytes(header.length / 2);
  if (malformed !== undefined && length === undefined) return `${size}, no number`;
  return `${size}, says ${length}`;
}
