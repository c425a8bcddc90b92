import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * What a page of ours may do. `unsafe-inline` for styles: xterm sets them. Trusted Types: nothing
 * becomes markup or a script's address but through our policy `wirestep`, which knows the worker's
 * address. No `upgrade-insecure-requests`: this is http.
 */
export const PAGE_POLICY: Readonly<Record<string, string[]>> = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['wirestep'],
};

/**
 * Headers of every answer that Fastify gives. Over plain HTTP in a network browsers refuse or
 * complain about COOP and Origin-Agent-Cluster, and HSTS would lock people out of the next server
 * on this name: off.
 */
export const HELMET: FastifyHelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY },
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: { policy: 'same-origin' },
  originAgentCluster: false,
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
};

/** Headers of the answers given before Fastify: they hold one sentence and nothing to run. */
export const BARE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};
