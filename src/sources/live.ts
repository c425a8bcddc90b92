import type { LiveMessage } from '../live/api.ts';

const SLOWEST_RETRY_MS = 5_000;

/**
 * Listens to what the server has to tell, until the returned function is called. Comes back by
 * itself after a lost connection and then says `recordings`, as something may have been missed.
 */
export function listen(listener: (message: LiveMessage) => void): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = 250;
  let closed = false;

  const connect = (again: boolean): void => {
    const url = new URL('api/live', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    socket = new WebSocket(url);
    socket.onopen = () => {
      wait = 250;
      if (again) listener({ type: 'recordings' });
    };
    socket.onmessage = ({ data }) => {
      const message = read(data);
      if (message !== undefined) listener(message);
    };
    socket.onclose = () => {
      if (closed) return;
      timer = setTimeout(() => connect(true), wait);
      wait = Math.min(wait * 2, SLOWEST_RETRY_MS);
    };
  };

  connect(false);
  return () => {
    closed = true;
    clearTimeout(timer);
    socket?.close();
  };
}

/** A message of a kind that this page knows; undefined for any other. */
function read(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined;
  const { type, id, bytes } = JSON.parse(data) as Record<string, unknown>;
  if (type === 'recordings' || type === 'lessons') return { type };
  if (type !== 'grew' || typeof id !== 'string' || typeof bytes !== 'number') return undefined;
  return { type, id, bytes };
}
