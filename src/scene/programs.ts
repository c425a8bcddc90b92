/** The programs of a trace: those of its header, and those that announce themselves later. */
import type { Trace } from '../trace/trace.ts';
import { holding } from './holding.ts';
import type { ProgramScene } from './scene.ts';

export interface Program extends ProgramScene {
  /** Position from which it is there; −1 where the header names it. */
  readonly from: number;
  /** Position of its exit; infinite while it runs. */
  readonly until: number;
  /** 1 for the first client, 2 for the second; 0 for a server. */
  readonly clientNumber: number;
}

/** Every program, in the order in which they appear. */
export function indexPrograms(trace: Trace): ReadonlyMap<number, Program> {
  const programs = new Map<number, Program>();
  let clients = 0;
  const add = (id: number, role: Program['role'], name: string, from: number) => {
    if (programs.has(id)) return;
    const clientNumber = role === 'client' ? ++clients : 0;
    programs.set(id, { id, role, name, from, until: Infinity, clientNumber });
  };
  for (const { p, role, name } of trace.header.programs) add(p, role, name, -1);
  for (const position of trace.ofKind('prog.start')) {
    const event = trace.at(position);
    if (event.kind === 'prog.start') add(event.program, event.role, event.name, position);
  }
  for (const position of trace.ofKind('prog.exit')) {
    const event = trace.at(position);
    if (event.kind !== 'prog.exit') continue;
    const program = programs.get(event.program);
    if (program?.until !== Infinity) continue;
    programs.set(program.id, { ...program, exit: event.code, until: position });
  }
  return programs;
}

/** Every program that is there at a position. */
export function programsAt(
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly ProgramScene[] {
  const list = [...programs.values()];
  return holding<ProgramScene>(
    list.map(({ from }) => from),
    (n, position) => {
      const { id, role, name, exit, from, until } = list[n] as Program;
      return position < until
        ? { from, until, scene: { id, role, name } }
        : { from: until, until: Infinity, scene: { id, role, name, exit } };
    },
  );
}
