/** What runs in the measured page: each is sent there as text, so none uses anything around it. */

/** Goes to another place in the page; resolves with the milliseconds until its transport is drawn. */
export function openHash(hash: string): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (document.querySelector('[role="slider"], input[type="range"]') === null) return false;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - began);
      requestAnimationFrame(() => port2.postMessage(0));
      return true;
    };
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    observer.observe(document, { subtree: true, childList: true });
    location.hash = hash;
  });
}

/**
 * Puts the playhead to parts of the trace (0 to 1), one after the other, as dragging it does; gives
 * the milliseconds until each was drawn.
 */
export async function seekTo(parts: readonly number[]): Promise<readonly number[]> {
  const slider = document.querySelector<HTMLInputElement>('input[aria-label="Playhead"]');
  if (slider === null) throw new Error('the page has no playhead');
  const times: number[] = [];
  for (const part of parts) {
    // Waits for the drawing before, then begins at a moment that no frame chose.
    await new Promise((resolve) => setTimeout(resolve, 50 + 16 * part));
    const began = performance.now();
    slider.value = String(Math.round(Number(slider.max) * part));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      requestAnimationFrame(() => port2.postMessage(0));
    });
    times.push(performance.now() - began);
  }
  return times;
}

/** Resolves after two frames: whatever the last key caused is drawn. */
export function settled(): Promise<void> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
  );
}

/** The times from one frame to the next, in milliseconds, for so long. */
export function frameTimes(milliseconds: number): Promise<readonly number[]> {
  const times: number[] = [];
  return new Promise((resolve) => {
    const next = (began: number, before: number) => (now: number) => {
      times.push(now - before);
      if (now - began > milliseconds) resolve(times);
      else requestAnimationFrame(next(began, now));
    };
    requestAnimationFrame((now) => requestAnimationFrame(next(now, now)));
  });
}
