/** Goes through a log line by line and makes the events of it. */
import { joinStatement, parseStatement } from './strace-call.ts';
import type { Result } from './strace-call.ts';
import { BYTE_CALLS } from './strace-bytes.ts';
import { MOST_SECONDS } from './strace-lines.ts';
import type { LogLine } from './strace-lines.ts';
import { exitCode } from './strace-names.ts';
import { Process } from './strace-run.ts';
import type { Draft, Thread } from './strace-run.ts';
import { SOCKET_CALLS } from './strace-sockets.ts';
import { Step } from './strace-step.ts';
import type { Maker } from './strace-step.ts';
import { LineError, quoted } from './strace-text.ts';
import type { Births } from './strace-threads.ts';

/** More are not followed: each has a table of descriptors. */
const MAX_PROCESSES = 1000;
const MAX_THREADS = 10_000;
const MAX_DESCRIPTORS = 10_000;

const MAKERS: ReadonlyMap<string, Maker> = new Map(
  Object.entries({ ...SOCKET_CALLS, ...BYTE_CALLS }),
);

export class Follower {
  readonly drafts: Draft[] = [];
  readonly processes: Process[] = [];
  readonly #births: Births;
  /** Threads that run, by the kernel's number. */
  readonly #threads = new Map<number, Thread>();
  readonly #sockets = { count: 0 };
  #last = 0;
  #born = 0;

  constructor(births: Births) {
    this.#births = births;
  }

  /** @throws {LineError} where the line is not as it must be: nothing is made of it then. */
  follow(line: LogLine): void {
    this.#last = Math.max(this.#last, line.at);
    const thread = this.#threadOf(line);
    const { process } = thread;
    process.lines++;
    if (!thread.runs) this.#begin(thread, line.line);
    const begun = this.drafts.length;
    try {
      const name = this.#take(thread, line);
      if (name !== undefined && this.drafts.length === begun) process.leaveOut(name);
    } catch (error) {
      if (error instanceof LineError) this.drafts.length = begun;
      throw error;
    }
  }

  /** The name of the call or the happening; undefined where what it became has been said. */
  #take(thread: Thread, line: LogLine): string | undefined {
    const statement = parseStatement(line.text);
    switch (statement.what) {
      case 'other':
        return statement.name;
      case 'exit':
        this.#end(thread, statement.code, line.line);
        return undefined;
      case 'call': {
        const { name, args, result } = statement;
        const draft = this.#enter(thread, name, args, line);
        this.#leave(thread, name, args, result, draft, line);
        return name;
      }
      case 'entry': {
        const { name, args, text } = statement;
        const draft = this.#enter(thread, name, args, line);
        thread.open = { name, text, draft };
        return draft === undefined ? undefined : name;
      }
      case 'rest': {
        const { open } = thread;
        if (open?.name !== statement.name) {
          throw new LineError(`the end of a ${statement.name} whose beginning is not in the log`);
        }
        delete thread.open;
        const { args, result } = joinStatement(open.text, statement.text);
        // The line was written when it returned: what it took is behind it.
        this.#leave(thread, open.name, args, { ...result, took: 0 }, open.draft, line);
        return open.draft === undefined ? open.name : undefined;
      }
    }
  }

  #enter(thread: Thread, name: string, args: readonly string[], { line }: LogLine) {
    const step = this.#step(thread, args, line, 0);
    const birth = this.#births.at(line);
    if (birth !== undefined) return this.#fork(step, birth);
    return goOn(step, name) ?? MAKERS.get(name)?.enter?.(step);
  }

  #leave(
    thread: Thread,
    name: string,
    args: readonly string[],
    result: Result,
    entered: Draft | undefined,
    { line }: LogLine,
  ): void {
    const step = this.#step(thread, args, line, result.took);
    if (name === 'execve' && result.value === 0) started(thread.process, args);
    if (result.value === undefined) {
      // ERESTARTSYS and its like are between the kernel and itself: no program ever sees them.
      if (result.error !== undefined && entered !== undefined)
        thread.interrupted = { name, fd: args[0], draft: entered };
      return;
    }
    MAKERS.get(name)?.leave?.(step, result, entered);
    if (thread.process.handles.size > MAX_DESCRIPTORS) throw new LineError('very many descriptors');
  }

  #step(thread: Thread, args: readonly string[], line: number, took: number): Step {
    this.#last = Math.min(this.#last + took, MOST_SECONDS * 1e9);
    const log = { drafts: this.drafts, sockets: this.#sockets };
    return new Step(thread, args, { line, at: this.#last }, log);
  }

  /** A thread or a process that the log shows being made; a copy has its maker's descriptors. */
  #fork(step: Step, { tid, isThread }: NonNullable<ReturnType<Births['at']>>): Draft | undefined {
    if (++this.#born > MAX_THREADS) throw new LineError('very many threads');
    if (!isThread) {
      this.#threads.set(tid, this.#addProcess(tid, step.process).main);
      return undefined;
    }
    const child = step.process.addThread(tid);
    this.#threads.set(tid, child);
    return step.add({ kind: 'thread.start', name: child.name }, { child });
  }

  #addProcess(tid: number, parent?: Process): Process {
    if (this.processes.length >= MAX_PROCESSES) throw new LineError('very many processes');
    const process = new Process(tid, parent);
    this.processes.push(process);
    return process;
  }

  #threadOf({ tid: named }: LogLine): Thread {
    const tid = named ?? this.#onlyOne();
    const known = this.#threads.get(tid);
    if (known !== undefined) return known;
    const { main } = this.#addProcess(tid);
    this.#threads.set(tid, main);
    return main;
  }

  /** Whose a line without number is: the first thread's, or of the only one that still runs. */
  #onlyOne(): number {
    const [only, another] = this.#threads.keys();
    return another === undefined && only !== undefined ? only : this.#births.first;
  }

  #begin(thread: Thread, line: number): void {
    thread.runs = true;
    const step = this.#step(thread, [], line, 0);
    const { process } = thread;
    if (thread === process.main) {
      step.add({ kind: 'prog.start', name: '', role: 'client', argv: [] });
    }
    step.add({ kind: 'thread.run', name: thread.name, tid: thread.tid });
  }

  #end(thread: Thread, code: number | string, line: number): void {
    const step = this.#step(thread, [], line, 0);
    const { process } = thread;
    this.#threads.delete(thread.tid);
    const isLast = thread === process.main;
    if (isLast) {
      for (const [fd, handle] of [...process.handles]) {
        process.dropHandle(fd);
        if (handle === 'other' || handle.handles > 0) continue;
        step.add({ kind: 'close', socket: handle.id, fd, by: 'exit' });
      }
    }
    step.add({ kind: 'thread.exit' });
    if (isLast) step.add({ kind: 'prog.exit', code: exitCode(code) });
  }
}

/** The call that a signal broke off, where this is it again; where it is another, that one failed. */
function goOn(step: Step, name: string): Draft | undefined {
  const { thread, args } = step;
  const { interrupted } = thread;
  if (interrupted === undefined) return undefined;
  delete thread.interrupted;
  if (interrupted.name === name && interrupted.fd === args[0]) return interrupted.draft;
  if (name !== 'restart_syscall') step.fail(interrupted.draft, { error: 'EINTR', message: '' });
  return undefined;
}

/** `execve("/usr/bin/python3", ["python3", "server.py"], …) = 0`. */
function started(process: Process, args: readonly string[]): void {
  const words: string[] = [];
  for (const [text] of (args[1] ?? '').slice(0, 5000).matchAll(/"[^"]{0,1000}"/g)) {
    const word = quoted(text)?.bytes ?? new Uint8Array(0);
    words.push(new TextDecoder().decode(word));
  }
  process.argv = words;
  const file = words.find((word) => word.endsWith('.py'));
  process.program = file?.slice(file.lastIndexOf('/') + 1) ?? process.program;
}
