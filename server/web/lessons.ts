import { createReadStream, statSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CuedLesson, LessonEntry } from '../../src/course/lesson.ts';
import { fresh, refuse } from './api.ts';

/** Lessons from folders of the person's own; see `server/own`. */
export interface LessonSource {
  /** All lessons, those that come with the page among them. */
  entries(): readonly LessonEntry[];
  /** An own lesson. */
  get(slug: string):
    | {
        readonly entry: LessonEntry;
        readonly lesson?: CuedLesson;
        readonly recordings: ReadonlyMap<string, string>;
      }
    | undefined;
  /** Calls `changed` when a lesson has; returns the way out. */
  watch(changed: () => void): () => void;
}

/** `SLUG.json` or `SLUG.NAME.trace.jsonl`: neither part can lead out of a folder. */
const FILE = /^(\d\d-[a-z0-9-]{1,90})(?:\.json|\.([a-z0-9-]{1,61})\.trace\.jsonl)$/;

/**
 * Own lessons under the addresses that built-in ones have; everything else there is a file of the
 * page. Only names are asked for, and looked up in what was read: none becomes a path.
 */
export function registerLessons(app: FastifyInstance, lessons: LessonSource): void {
  app.get('/lessons/index.json', (_request, reply) => fresh(reply).send(lessons.entries()));

  app.get<{ Params: { file: string } }>('/lessons/:file', { compress: false }, (request, reply) => {
    const { file } = request.params;
    const [, slug = '', name] = FILE.exec(file) ?? [];
    const own = lessons.get(slug);
    if (own === undefined) return reply.sendFile(`lessons/${file}`);
    if (own.lesson === undefined) {
      return refuse(reply, 422, own.entry.problem ?? 'This lesson cannot be shown.');
    }
    if (name === undefined) return fresh(reply).send(own.lesson);
    return sendTrace(own.recordings.get(name), name, reply);
  });
}

function sendTrace(path: string | undefined, name: string, reply: FastifyReply): FastifyReply {
  const size = path && statSync(path, { throwIfNoEntry: false })?.size;
  if (path === undefined || size === undefined) {
    return refuse(reply, 404, `The lesson has no recording ${name}.`);
  }
  fresh(reply).type('application/x-ndjson; charset=utf-8').header('content-length', size);
  if (size === 0) return reply.send('');
  // One that is written anew meanwhile must not be longer than was said.
  return reply.send(createReadStream(path, { end: Number(size) - 1 }));
}
