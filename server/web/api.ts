import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorReply, StatusReply } from '../../src/live/api.ts';
import { RecordingError, type Recordings } from '../data/recordings.ts';
import { why } from './access.ts';

/** What the API's routes answer from. */
export interface ApiSources {
  /** As the presenter may know it. */
  status(): StatusReply;
  readonly recordings: Recordings;
  /** May followers read this recording: is it of their class? */
  isOfClass(id: string): boolean;
}

/** Requests a second from one browser that has a role, and from one address of those without. */
const RATE = { rateLimit: { max: 100, timeWindow: 1000 } };
const CHUNK_BYTES = 256 * 1024;

/** The routes under `/api` that are read; see `src/live/api.ts` for what they answer. */
export function registerApi(app: FastifyInstance, sources: ApiSources): void {
  const { status, recordings, isOfClass } = sources;

  app.get('/api/status', { config: RATE }, (request, reply) => {
    const { role } = request.caller;
    // Strangers need not know what runs, nor what it is called.
    const { live, ...others } = status();
    return fresh(reply).send({ ...others, role, ...(role !== 'none' && live && { live }) });
  });

  app.get('/api/recordings', { config: RATE }, async (_request, reply) => {
    return fresh(reply).send(await recordings.list(status().live?.recording));
  });

  app.route<OneRecording>({
    url: '/api/recordings/:id',
    // Both by name: Fastify's own HEAD would read the whole file to tell its length.
    method: ['GET', 'HEAD'],
    config: RATE,
    compress: false,
    handler: (request, reply) => {
      // Told apart by nothing from one that is not there: what there is, is not theirs to know.
      if (request.caller.role !== 'presenter' && !isOfClass(request.params.id)) {
        return refuse(reply, 403, why(['follower']));
      }
      return sendRecording(recordings, request, fresh(reply));
    },
  });
}

interface OneRecording {
  Params: { id: string };
  Querystring: Record<string, unknown>;
}

/** The trace's bytes from `?from=` up to its length now: a reader that returns gets the rest. */
async function sendRecording(
  recordings: Recordings,
  request: FastifyRequest<OneRecording>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const from = startOf(request.query.from);
  if (from === undefined) {
    return refuse(reply, 400, '"from" is the number of bytes to leave out, once and in digits.');
  }
  const { handle, bytes } = await recordings.open(request.params.id);
  const wanted = bytes - from;
  if (wanted <= 0 || request.method === 'HEAD') await handle.close();
  if (wanted < 0) {
    reply.header('content-range', `bytes */${bytes}`);
    return refuse(reply, 416, `The recording has ${bytes} bytes; ${from} were to be left out.`);
  }
  reply.type('application/x-ndjson; charset=utf-8').header('content-length', wanted);
  if (wanted === 0 || request.method === 'HEAD') return reply.send();
  const range = { start: from, end: bytes - 1, highWaterMark: CHUNK_BYTES };
  return reply.send(handle.createReadStream(range));
}

function startOf(from: unknown): number | undefined {
  if (from === undefined) return 0;
  return typeof from === 'string' && /^\d{1,15}$/.test(from) ? Number(from) : undefined;
}

export function fresh(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}

export function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return fresh(reply)
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ error } satisfies ErrorReply);
}

/** The status and sentence for an error that a route threw; undefined: ours, say nothing of it. */
export function explain(error: unknown): { status: number; sentence: string } | undefined {
  if (error instanceof RecordingError) {
    return { status: error.reason === 'unknown' ? 404 : 503, sentence: error.message };
  }
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === undefined || statusCode < 400 || statusCode > 499) return undefined;
  return { status: statusCode, sentence: message ?? '' };
}
