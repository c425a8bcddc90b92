/** Copies a text; returns what to say about it. Over plain HTTP in a LAN a page has no clipboard. */
export async function copy(text: string): Promise<string> {
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  try {
    if (clipboard === undefined) throw new Error('no clipboard');
    await clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'Copy it from the field';
  }
}
