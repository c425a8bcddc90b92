import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../src/live/messages.ts';
import type { Caller } from '../live/caller.ts';
import { refuse } from './api.ts';
import type { Audit } from './audit.ts';
import { addressOf } from './callers.ts';
import type { GateOptions } from './gate.ts';
import { STRANGER, type Roles } from './roles.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, as its cookie says. */
    caller: Caller;
    /** The address of its machine. */
    from: string;
  }
}

const ALL: readonly Role[] = ['presenter', 'follower', 'none'];

/**
 * Who may ask for what. What is not in here nobody may ask for: a new route says here for whom it
 * is. HEAD goes with GET.
 */
export const ACCESS: ReadonlyMap<string, readonly Role[]> = new Map([
  ['GET /*', ALL],
  ['GET /lessons/index.json', ALL],
  ['GET /lessons/:file', ALL],
  ['GET /api/status', ALL],
  ['POST /api/presenter', ALL],
  ['POST /api/join', ALL],
  ['GET /api/recordings', ['presenter']],
  // To followers only those of their class: the route asks further.
  ['GET /api/recordings/:id', ['presenter', 'follower']],
  ['POST /api/lab', ['presenter']],
]);

/** What every route asks before it answers. */
export interface AccessOptions {
  readonly roles: Pick<Roles, 'roleOf'>;
  readonly audit: Pick<Audit, 'add'>;
  gate(): GateOptions;
}

/** Refuses what `ACCESS` does not allow, before any route sees the request or its body. */
export function guardRoutes(app: FastifyInstance, { roles, audit, gate }: AccessOptions): void {
  app.decorateRequest('caller');
  app.decorateRequest('from', '');
  app.addHook('onRequest', async (request, reply) => {
    request.caller = roles.roleOf(request.raw);
    request.from = addressOf(request.raw, gate());
    const { method, url, reads } = asked(request);
    // Nothing is there: the answer that says so tells nothing else.
    if (reads && request.is404) return;
    const may = ACCESS.get(`${method} ${url}`);
    if (!reads && may === undefined) return notToWrite(request, reply);
    if (may?.includes(request.caller.role)) return;
    if (!reads) {
      audit.add(request.from, `${WHO[request.caller.role]} tried to use ${url} and may not.`);
    }
    reply.header('connection', 'close');
    return refuse(reply, 403, why(may, reads ? 'see' : 'do'));
  });
}

/** How the person can get the role. */
export function why(may: readonly Role[] = [], what: 'see' | 'do' = 'see'): string {
  if (may.includes('follower')) {
    return 'Only the presenter and the class may read this: open the link that the presenter gives you.';
  }
  if (may.length === 0) return 'Nobody may ask for this.';
  return (
    `Only the presenter may ${what} this: open the presenter's link that wirestep printed when it ` +
    'started, or press Enter there for a new one.'
  );
}

const WHO: Readonly<Record<Role, string>> = {
  presenter: 'The presenter',
  follower: 'A follower',
  none: 'Someone who is neither presenter nor follower',
};

function asked({ method, routeOptions }: FastifyRequest) {
  const reads = method === 'GET' || method === 'HEAD';
  return { method: reads ? 'GET' : method, url: routeOptions.url ?? '', reads };
}

function notToWrite({ method }: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('allow', 'GET, HEAD').header('connection', 'close');
  return refuse(reply, 405, `There is nothing to ${method} here: this server is only read.`);
}

/** What limits count: the browser where it has a role, else the machine. */
export function countedAs({ caller = STRANGER, from }: FastifyRequest): string {
  return caller.key === '' ? `address ${from}` : `browser ${caller.key}`;
}
