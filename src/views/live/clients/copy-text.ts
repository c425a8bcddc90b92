/**
 * Copies what an element shows; returns what to say about it. Over plain HTTP in a LAN a page has no
 * clipboard: then the text is selected, ready to be copied by hand.
 */
export async function copyText(element: HTMLElement): Promise<string> {
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  try {
    if (clipboard === undefined) throw new Error('no clipboard');
    await clipboard.writeText(element.textContent ?? '');
    return 'Copied';
  } catch {
    getSelection()?.selectAllChildren(element);
    return 'Selected: press Ctrl+C (on a Mac: ⌘ C)';
  }
}
