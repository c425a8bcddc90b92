import { SourceError } from './source-error.ts';

/** Of a page without a server behind it: nothing is told, and nothing can be asked for. */
export const noLive = {
  listen: () => () => {},
  send: () => Promise.reject(new SourceError('missing', 'No server is behind this page.')),
  follow: () => () => {},
};
