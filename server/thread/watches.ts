import type { Detail } from '../../src/trace/format.ts';
import { IDLE_NOTICE_MS, IdleWatch } from './idle.ts';
import { KernelSampler } from './kernel.ts';
import type { SharedMemory } from './memory.ts';
import type { Tracer } from './tracer.ts';

/** Starts all that looks at threads from outside while they run; returns how to end that. */
export function startWatches(
  memory: SharedMemory,
  tracer: Tracer,
  { detail, idleMs = IDLE_NOTICE_MS }: { readonly detail: Detail; readonly idleMs?: number },
): () => void {
  const idle = new IdleWatch(memory, tracer, idleMs);
  const kernel = detail === 'lines' ? new KernelSampler(memory, tracer) : undefined;
  return () => {
    idle.stop();
    kernel?.stop();
  };
}
