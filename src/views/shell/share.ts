/**
 * Copies an address; returns what to say about it. Over plain HTTP in a LAN a page has no clipboard:
 * the address bar shows the same address.
 */
export async function share(address: string): Promise<string> {
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  try {
    if (clipboard === undefined) throw new Error('no clipboard');
    await clipboard.writeText(address);
    return 'Link copied';
  } catch {
    return 'Copy the address bar';
  }
}
