import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { LabReply, LabRequest } from '../../src/live/api.ts';
import { LabError } from '../live/lab.ts';
import { fresh, refuse } from './api.ts';

export const LAB_PATH = '/api/lab';

/** Who runs compositions. */
export interface LabSource {
  /** The id of the new recording. @throws LabError */
  run(composition: string): Promise<string>;
}

const MOST = 30;
const RATE = {
  rateLimit: {
    max: MOST,
    timeWindow: 60_000,
    errorResponseBuilder: () => {
      const message = `Too many runs: this server makes ${MOST} a minute for one presenter.`;
      return Object.assign(new Error(message), { statusCode: 429 });
    },
  },
};

/** More than the longest text of a composition, less than the server takes of any body. */
const body: z.ZodMiniType<LabRequest> = z.strictObject({
  composition: z.string().check(z.maxLength(64 * 1024)),
});

/** Runs a composition. Who may ask, `ACCESS` says. */
export function registerLab(
  app: FastifyInstance,
  lab: LabSource | undefined,
  unavailable: string | undefined,
): void {
  app.post(LAB_PATH, { config: RATE }, async (request, reply) => {
    const given = body.safeParse(request.body);
    if (!given.success) {
      return refuse(reply, 400, 'A run is asked for with { "composition": TEXT } as JSON.');
    }
    if (lab === undefined) {
      return refuse(reply, 503, unavailable ?? 'No program can be run here.');
    }
    try {
      const id = await lab.run(given.data.composition);
      return await fresh(reply)
        .code(201)
        .send({ id } satisfies LabReply);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      return refuse(reply, error.status, error.message);
    }
  });
}
