import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Lab, LabError } from '../../server/live/lab.ts';
import type { LabPlace } from '../../server/live/lab-run.ts';
import { messageOf } from '../../src/lab/message.ts';
import type { Composition } from '../../src/lab/composition.ts';
import { writeComposition } from '../../src/lab/link.ts';
import { temporaryFolder } from '../support/folder.ts';

const GOOD: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hi')],
  end: 'goodbye',
  server: { program: 'course' },
};
const TEXT = writeComposition(GOOD);

/** A run that goes on until the test ends it. */
class Run {
  readonly places: LabPlace[] = [];
  end: (error?: Error) => void = () => undefined;

  readonly record = (_composition: Composition, place: LabPlace): Promise<void> => {
    this.places.push(place);
    writeFileSync(place.file, 'half');
    return new Promise((resolve, reject) => {
      this.end = (error) => (error === undefined ? resolve() : reject(error));
      place.signal?.addEventListener('abort', () => resolve());
    });
  };
}

async function refusal(run: Promise<string>): Promise<unknown> {
  const error: unknown = await run.then(String, (reason: unknown) => reason);
  expect(error).toBeInstanceOf(LabError);
  return { status: (error as LabError).status, message: (error as LabError).message };
}

test('a run has the id of its file, which stays', async () => {
  const dir = temporaryFolder();
  const run = new Run();
  const lab = new Lab({ dir }, run.record);
  const asked = lab.run(TEXT);
  run.end();
  const id = await asked;
  expect(run.places).toMatchObject([{ id, file: `${dir}/${id}.trace.jsonl` }]);
  expect(readdirSync(dir)).toEqual([`${id}.trace.jsonl`]);
});

test('while one runs the next is refused, and then no more', async () => {
  const run = new Run();
  const lab = new Lab({ dir: temporaryFolder() }, run.record);
  const first = lab.run(TEXT);
  expect(await refusal(lab.run(TEXT))).toEqual({
    status: 409,
    message: 'Another composition is running: try again in a few seconds.',
  });
  run.end();
  await first;
  const second = lab.run(TEXT);
  run.end();
  expect(await second).not.toBe(await first);
  expect(run.places).toHaveLength(2);
});

test.each([
  ['no composition', 'x', /holds no composition/],
  ['another version', '2.abc', /another version/],
  ['more than is allowed', writeComposition({ ...GOOD, clients: 9 }), /1 to 8 clients/],
])('%s runs nothing', async (_what, text, sentence) => {
  const run = new Run();
  const lab = new Lab({ dir: temporaryFolder() }, run.record);
  expect(await refusal(lab.run(text))).toEqual({
    status: 400,
    message: expect.stringMatching(sentence) as string,
  });
  expect(run.places).toEqual([]);
});

test('a run that failed leaves no file, and says why', async () => {
  const dir = temporaryFolder();
  const run = new Run();
  const lab = new Lab({ dir }, run.record);
  const asked = lab.run(TEXT);
  run.end(new Error('the disk is full.'));
  expect(await refusal(asked)).toEqual({
    status: 503,
    message: 'The composition could not be run: the disk is full.',
  });
  expect(readdirSync(dir)).toEqual([]);
});

test('a data folder that cannot be written is said to be so', async () => {
  const run = new Run();
  const lab = new Lab({ dir: '/nowhere', problem: 'The folder is read-only.' }, run.record);
  expect(await refusal(lab.run(TEXT))).toEqual({
    status: 503,
    message: 'The folder is read-only.',
  });
  expect(run.places).toEqual([]);
});

test('stopping ends the run and begins no other', async () => {
  const run = new Run();
  const lab = new Lab({ dir: temporaryFolder() }, run.record);
  const asked = lab.run(TEXT);
  expect(await lab.stop()).toBe(true);
  const id = await asked;
  expect(existsSync(run.places[0]?.file ?? '')).toBe(true);
  expect(id).toMatch(/^[a-z0-9]{22}$/);
  expect(await refusal(lab.run(TEXT))).toMatchObject({ status: 503 });
});

test('stopping tells where a run did not end well', async () => {
  const run = new Run();
  const record = (composition: Composition, place: LabPlace): Promise<void> => {
    place.signal?.addEventListener('abort', () => run.end(new Error('a thread did not end')));
    return run.record(composition, { ...place, signal: undefined });
  };
  const lab = new Lab({ dir: temporaryFolder() }, record);
  const asked = refusal(lab.run(TEXT));
  expect(await lab.stop()).toBe(false);
  await asked;
});
