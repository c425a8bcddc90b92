/** The same messages unharmed: what a composition is compared with. */
import type { Composition } from './composition.ts';
import { bytesOfHex, hexOfText } from '../trace/hex.ts';
import { writeComposition } from './link.ts';
import { GOODBYE, messageOf } from './message.ts';

/** Right headers, two sends a message, each reply read, and goodbye; on the same program. */
export function goodOf({ clients, messages, server }: Composition): Composition {
  const { program } = server;
  const goodbye = hexOfText(GOODBYE);
  const last = messages.at(-1)?.payload === goodbye ? -1 : messages.length;
  return {
    clients,
    nodelay: false,
    messages: messages.slice(0, last).map(({ payload }) => messageOf('', { payload })),
    end: 'goodbye',
    server: { program: program === 'sizes' ? 'course' : program },
  };
}

/** One line that tells this composition from others. */
export function titleOf(composition: Composition): string {
  const { messages, server, clients } = composition;
  const isGood = writeComposition(goodOf(composition)) === writeComposition(composition);
  const first = messages[0];
  const text = first === undefined ? '' : new TextDecoder().decode(bytesOfHex(first.payload));
  const quoted = text.length > 24 ? `${text.slice(0, 24)}…` : text;
  const more = messages.length > 1 ? ` and ${messages.length - 1} more` : '';
  const many = clients > 1 ? `, ${clients} clients` : '';
  return `${isGood ? 'Good run' : 'Byte lab'}: ${quoted || 'no text'}${more}${many}, ${SERVERS[server.program]}`;
}

const SERVERS = {
  course: 'course’s server',
  fixed: 'fixed server',
  sizes: 'server with other recv sizes',
};
