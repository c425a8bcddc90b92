import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { countedAs, guardRoutes } from './access.ts';
import { explain, refuse, registerApi, type ApiSources } from './api.ts';
import type { Audit } from './audit.ts';
import { addressOf, type Reach } from './callers.ts';
import { registerEnter } from './enter.ts';
import type { GateOptions } from './gate.ts';
import { BARE_HEADERS, HELMET } from './headers.ts';
import { bareBody, createGatedServer, HTTP_LIMITS } from './http.ts';
import { registerLab, type LabSource } from './lab.ts';
import { registerLessons, type LessonSource } from './lessons.ts';
import { notFound, pageOptions } from './page.ts';
import type { Roles } from './roles.ts';

/** What the HTTP side needs to know. */
export interface AppOptions extends ApiSources {
  /** Folder of the built page. */
  readonly pageDir: string;
  /** Asked at each request: the port may be known only after listening. */
  gate(): GateOptions;
  readonly roles: Pick<Roles, 'roleOf' | 'redeem' | 'join'>;
  /** The name of the cookie that `roles` reads. */
  cookie(): string;
  readonly audit: Pick<Audit, 'add'>;
  readonly reach?: Reach | undefined;
  /** An error of ours, of which the client is told only that there was one. */
  onError(error: unknown): void;
  /** Runs compositions; absent: `unavailable` says why none can be. */
  readonly lab?: LabSource;
  readonly unavailable?: string;
  /** Lessons of the person's own. */
  readonly lessons?: LessonSource;
}

const BODY_LIMIT = 64 * 1024;

/** The Fastify application, ready and not listening; its routes are the page's files and the API. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  // Loaded here, so that the commands that need no page do not wait for them.
  const [{ default: fastify }, helmet, rateLimit, compress, files] = await Promise.all([
    import('fastify'),
    import('@fastify/helmet'),
    import('@fastify/rate-limit'),
    import('@fastify/compress'),
    import('@fastify/static'),
  ]);
  const app = fastify({
    serverFactory: (handler): Server =>
      createGatedServer(
        handler,
        () => options.gate(),
        HTTP_LIMITS,
        (request, refusal) => {
          const address = addressOf(request, options.gate());
          if (refusal === undefined) options.reach?.note(address);
          else options.audit.add(address, refusal.error);
        },
      ),
    bodyLimit: BODY_LIMIT,
    // The gated server answers these itself.
    clientErrorHandler: () => {},
    // Malformed paths: answered before any hook could add its headers.
    frameworkErrors(error, _request, reply) {
      const status = error.statusCode ?? 400;
      reply.raw.writeHead(status, BARE_HEADERS).end(bareBody('The path is malformed.'));
    },
  });
  await app.register(helmet.default, HELMET);
  guardRoutes(app, options);
  await app.register(rateLimit.default, {
    global: false,
    keyGenerator: countedAs,
    errorResponseBuilder: () => {
      const message = 'Too many requests: this server answers 100 a second to one browser.';
      return Object.assign(new Error(message), { statusCode: 429 });
    },
  });
  await app.register(compress.default);
  app.setErrorHandler((error, _request, reply) => {
    const known = explain(error);
    if (!known) options.onError(error);
    const { status, sentence } = known ?? { status: 500, sentence: 'The server failed to answer.' };
    return refuse(reply, status, sentence);
  });
  app.setNotFoundHandler(notFound(options.pageDir));
  registerApi(app, options);
  registerEnter(app, options);
  registerLab(app, options.lab, options.unavailable);
  if (options.lessons !== undefined) registerLessons(app, options.lessons);
  await app.register(files.default, pageOptions(options.pageDir));
  await app.ready();
  return app;
}
