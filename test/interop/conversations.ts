/** The course's two conversations: what they send, and what they leave on the terminals. */

export interface Conversation {
  readonly name: 'hello' | 'three';
  readonly messages: readonly string[];
  /** How often Enter is pressed, each time after another reply. */
  readonly enters: number;
}

export const CONVERSATIONS: readonly Conversation[] = [
  { name: 'hello', messages: ['Hello World!', 'Hello Everyone!'], enters: 1 },
  {
    name: 'three',
    messages: [
      'Hello World!',
      'Hello World Second Message!',
      'Hello World Third Message!',
      '!DISCONNECT',
    ],
    enters: 2,
  },
];

/** One reply a message. */
export function clientTerminal({ messages }: Conversation): string {
  return 'Msg received\n'.repeat(messages.length);
}

/** Without ACTIVE CONNECTIONS: that line is the accept loop's, and races with the handler's. */
export function serverTerminal({ messages }: Conversation, clientPort: string): string {
  const client = `('127.0.0.1', ${clientPort})`;
  return [
    '[STARTING] server is starting...',
    '[LISTENING] Server is listening on 127.0.0.1',
    `[NEW CONNECTION] ${client} connected.`,
    ...messages.map((text) => `[${client}] ${text}`),
    '',
  ].join('\n');
}

/** Every message behind its header: its length in digits, padded to 64 bytes with spaces. */
export function bytesSent({ messages }: Conversation): string {
  return messages.map((text) => String(text.length).padEnd(64) + text).join('');
}
