import type { Server } from 'node:net';

export interface ListenOptions {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
  /** The command's option that changes the port, for the error's sentence. */
  readonly option: string;
}

/**
 * Listens and resolves to the port. Rejects with an Error of one sentence that names the address
 * and the option to change it.
 */
export function listen(server: Server, options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(new Error(sentence(error, options)));
    server.once('error', fail);
    server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : options.port);
    });
  });
}

function sentence({ code, message }: NodeJS.ErrnoException, options: ListenOptions): string {
  const { host, port, option } = options;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program: choose another with ${option} PORT (0: any free one).`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user: choose one above 1023 with ${option} PORT.`;
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host name ${host} has no address.`;
    default:
      return `Port ${port} on ${host} cannot be used (${code ?? message}): choose another with ${option} PORT.`;
  }
}
