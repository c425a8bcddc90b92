/** The command was given what does not fit: exit code 2. The message is one sentence. */
export class Misuse extends Error {}
