import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readProblem, writeProblem } from '../../server/cli/disk-reasons.ts';
import { Failure, isClosed, Misuse, outcome } from '../../server/cli/outcome.ts';
import { Printer } from '../../server/cli/output.ts';

/** An error as Node's file system throws it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: technical words`), { code });
}

/** A stream that fails so at its first chunk. */
function failing(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(systemError(code)) });
}

describe('a printer', () => {
  test('hands a chunk on only when the one before it has gone', async () => {
    const waiting: (() => void)[] = [];
    const taken: string[] = [];
    const slow = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        taken.push(chunk.toString());
        waiting.push(done);
      },
    });
    const printer = new Printer(slow);
    const printing = (async () => {
      for (const text of ['one', 'two']) await printer.write(text);
    })();
    await Promise.resolve();
    expect(taken).toEqual(['one']);
    waiting.shift()?.();
    await expect.poll(() => taken).toEqual(['one', 'two']);
    waiting.shift()?.();
    await printing;
  });

  test('prints no empty chunk', async () => {
    const printer = new Printer(failing('EIO'));
    await printer.write('');
    await printer.write(new Uint8Array(0));
  });

  test('says in one sentence why it cannot', async () => {
    const printing = new Printer(failing('ENOSPC')).write('text');
    await expect(printing).rejects.toThrow(Failure);
    await expect(printing).rejects.toThrow('What is printed cannot be written: the disk is full.');
  });

  test.each(['EPIPE', 'ECONNRESET'])('tells %s, where nobody reads on, apart', async (code) => {
    const error: unknown = await new Printer(failing(code)).write('text').catch((one) => one);
    expect(isClosed(error)).toBe(true);
    expect(error).not.toBeInstanceOf(Failure);
  });
});

describe('the exit code', () => {
  /** How a command ends that throws this. */
  async function ended(error?: Error) {
    const said: string[] = [];
    const run = async () => {
      if (error !== undefined) throw error;
    };
    return { code: await outcome(run, { write: (text) => said.push(text) }), said };
  }

  test('is 0 where all is well, or nobody reads on', async () => {
    expect(await ended()).toEqual({ code: 0, said: [] });
    expect(await ended(systemError('EPIPE'))).toEqual({ code: 0, said: [] });
  });

  test('is 1 for what failed, 2 for misuse, each with its sentence', async () => {
    expect(await ended(new Failure('It broke.'))).toEqual({ code: 1, said: ['It broke.\n'] });
    expect(await ended(new Misuse('Not so.'))).toEqual({ code: 2, said: ['error: Not so.\n'] });
  });

  test('is nobody’s guess for an error of our own: it is thrown on', async () => {
    await expect(ended(new TypeError('a fault'))).rejects.toThrow(TypeError);
  });
});

describe('the reason of a system error', () => {
  test.each([
    ['EROFS', 'the disk is read-only'],
    ['EACCES', 'permission denied'],
    ['EIO', 'the disk reports an error'],
    ['EXYZ', 'EXYZ'],
  ])('%s: %s', (code, reason) => {
    expect(writeProblem(systemError(code))).toBe(reason);
    expect(readProblem(systemError(code))).toBe(reason);
  });

  test('of a missing file depends on whether it is read or written', () => {
    expect(readProblem(systemError('ENOENT'))).toBe('there is no such file');
    expect(writeProblem(systemError('ENOENT'))).toBe('its folder is not there');
  });

  test('is none for any other error', () => {
    expect(readProblem(new TypeError('a fault'))).toBeUndefined();
    expect(() => writeProblem(new TypeError('a fault'))).toThrow(TypeError);
  });
});
