/** How long a browser may take to begin a download. */
const BEGINS_MS = 60_000;

/** Hands a person a file of this name. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), BEGINS_MS);
}
