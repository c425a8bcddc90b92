/** A scene with all that it would look up later: to compare it as a value. */
import type { DirectionScene, Scene, SpanList, TerminalScene } from '../../src/scene/scene.ts';
import type { spansIn } from '../../src/scene/provenance.ts';

type Plain<T> = T extends SpanList
  ? ReturnType<typeof spansIn>
  : T extends TerminalScene
    ? Omit<TerminalScene, 'length' | 'slice'>
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T;
export type PlainScene = { readonly [K in keyof Scene]: Plain<Scene[K]> };

export function plain(scene: Scene): PlainScene {
  return {
    ...scene,
    threads: scene.threads.map((thread) => ({ ...thread })),
    sockets: scene.sockets.map((socket) => ({ ...socket })),
    connections: scene.connections.map((connection) => ({
      ...connection,
      up: plainDirection(connection.up),
      down: plainDirection(connection.down),
    })),
    terminals: scene.terminals.map(({ program, name, text }) => ({ program, name, text })),
  };
}

function plainDirection(direction: DirectionScene) {
  const { sends, recvs, ...rest } = direction;
  return { ...rest, sends: listed(sends), recvs: listed(recvs) };
}

function listed<T>(list: { readonly length: number; at(index: number): T | undefined }): T[] {
  return Array.from({ length: list.length }, (_, n) => list.at(n) as T);
}
