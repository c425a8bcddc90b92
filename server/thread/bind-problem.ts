/** A server that could not start: errno's name, or nothing where it was no call that failed. */
export class ServerError extends Error {
  readonly code: string | undefined;

  constructor(code: string | undefined, message: string) {
    super(message);
    this.code = code;
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
      return `Port ${port} on ${host} is in use: stop the program that has it, or choose another with --port.`;
    case 'EACCES':
      return `Port ${port} needs administrator rights: choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}: give one of its own with --host.`;
    default:
      return `The server cannot listen on ${host}:${port}: ${failure.text}.`;
  }
}
