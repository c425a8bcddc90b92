import { copy } from './copy.ts';

/** Copies an address; returns what to say about it. The address bar shows the same one. */
export async function share(address: string): Promise<string> {
  return (await copy(address)) ? 'Link copied' : 'Copy the address bar';
}
