import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import type { EnterReply } from '../../src/live/api.ts';
import { fresh, refuse } from './api.ts';
import { writeCookie, type CookiePlace } from './cookies.ts';
import type { GateOptions } from './gate.ts';
import type { Admission, Roles } from './roles.ts';

/** What the two routes by which one gets a role need. */
export interface EnterOptions {
  readonly roles: Pick<Roles, 'redeem' | 'join'>;
  cookie(): string;
  gate(): GateOptions;
}

const HERE: CookiePlace = { path: '/', secure: false };
/** A whole class may come from one address, before it has cookies. */
const RATE = { rateLimit: { max: 500, timeWindow: 1000 } };
const secret = z.string().check(z.minLength(1), z.maxLength(100));
const presenterBody = z.strictObject({ token: secret });
const joinBody = z.strictObject({ code: secret });

/** `POST /api/presenter` and `POST /api/join`: what the link carries becomes a cookie. */
export function registerEnter(app: FastifyInstance, options: EnterOptions): void {
  const { roles } = options;

  app.post('/api/presenter', { config: RATE, bodyLimit: 1024 }, (request, reply) => {
    const given = presenterBody.safeParse(request.body);
    if (!given.success) return refuse(reply, 400, 'Send { "token": TEXT } as JSON.');
    const admission = roles.redeem(given.data.token, request.from, request.caller);
    return answer(admission, request, reply, options);
  });

  app.post('/api/join', { config: RATE, bodyLimit: 1024 }, (request, reply) => {
    const given = joinBody.safeParse(request.body);
    if (!given.success) return refuse(reply, 400, 'Send { "code": TEXT } as JSON.');
    const admission = roles.join(given.data.code, request.from, request.caller);
    return answer(admission, request, reply, options);
  });
}

function answer(
  admission: Admission,
  request: FastifyRequest,
  reply: FastifyReply,
  { cookie, gate }: EnterOptions,
): FastifyReply {
  if (!admission.ok) return refuse(reply, admission.status, admission.why);
  const { publicUrl } = gate();
  // By the public address: there the page is under its path, and over https where that says so.
  const isPublic = publicUrl !== undefined && request.headers.origin === publicUrl.origin;
  const place = isPublic ? publicUrl : HERE;
  if (admission.cookie !== undefined) {
    reply.header('set-cookie', writeCookie(cookie(), admission.cookie, place));
  }
  return fresh(reply).send({ role: admission.caller.role } satisfies EnterReply);
}
