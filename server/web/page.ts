import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyStaticOptions } from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from './api.ts';

/** Files whose name holds the hash of their content may be kept for ever. */
const HASHED = /[\\/]assets[\\/][^\\/]+-[\w-]{8}\.\w+$/;

/** How the built page's files are served: from this folder and no other, kept only when hashed. */
export function pageOptions(pageDir: string): FastifyStaticOptions {
  return {
    root: pageDir,
    suppressWarning: true,
    dotfiles: 'ignore',
    acceptRanges: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const forEver = HASHED.test(path);
      reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  };
}

/** What is said where there is nothing: also where the whole page is missing. */
export function notFound(pageDir: string) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (!existsSync(join(pageDir, 'index.html')) && !request.url.startsWith('/api/')) {
      return refuse(reply, 503, 'The page has not been built: run "npm run build" and reload.');
    }
    return refuse(reply, 404, `There is nothing at ${request.url.slice(0, 200)}`);
  };
}
