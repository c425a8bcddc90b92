/** A server that could not start: errno's name, or nothing where it was no call that failed. */
export class ServerError extends Error {
  readonly code: string | undefined;

  constructor(code: string | undefined, message: string) {
    super(message);
    this.code = code;
  }

  /** Which of the two it was that cannot be had. */
  get about(): 'port' | 'host' | undefined {
    if (this.code === 'EADDRNOTAVAIL') return 'host';
    return this.code === 'EADDRINUSE' || this.code === 'EACCES' ? 'port' : undefined;
  }
}

/** One sentence for an address that the server cannot have. */
export function bindProblem(
  failure: { code: string; text: string },
  host: string,
  port: number,
): string {
  switch (failure.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the program that has it, or choose another.`;
    case 'EACCES':
      return `Port ${port} needs administrator rights: choose one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}: give one of its own.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${failure.text}.`;
  }
}
