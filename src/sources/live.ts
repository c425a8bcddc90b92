import { fetchRecording } from './api.ts';
import { LiveConnection } from './connection.ts';

/** The page's connection to the live server. */
export const live = new LiveConnection(() => {
  const url = new URL('api/live', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return new WebSocket(url);
}, fetchRecording);

// A connection through a network that is gone breaks only much later by itself.
addEventListener('offline', () => live.renew());
addEventListener('online', () => live.renew());
