import { stat } from 'node:fs/promises';

/**
 * Calls `changed` within about a second after a file was made, renamed or deleted in the folder, or
 * the folder itself came or went; returns the way out. By the folder's date, since notification by
 * the system differs between platforms and fails on network disks and at its own limits.
 */
export function watchFolder(dir: string, changed: () => void, everyMs = 1_000): () => void {
  let before: string | undefined;
  const look = async (): Promise<void> => {
    const now = await stat(dir).then(
      ({ mtimeMs, ino }) => `${mtimeMs} ${ino}`,
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    if (before !== undefined && now !== before) changed();
    before = now;
  };
  void look();
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}
