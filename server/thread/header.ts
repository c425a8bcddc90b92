import type { Detail, TraceHeader } from '../../src/trace/format.ts';
import { FORMAT_NAME, FORMAT_VERSION } from '../../src/trace/format.ts';
import { VERSION } from '../version.ts';

/** The first line of a trace that begins now. */
export function traceHeader(of: {
  readonly id: string;
  readonly title: string;
  readonly detail: Detail;
  readonly framedReplies: boolean;
  /** `process.hrtime()` at the trace's time zero. */
  readonly zero: readonly [number, number];
}): TraceHeader {
  const { id, title, detail, framedReplies, zero } = of;
  const mono = BigInt(zero[0]) * 1_000_000_000n + BigInt(zero[1]);
  const since = process.hrtime.bigint() - mono;
  return {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    id,
    title,
    epoch_ns: String(BigInt(Date.now()) * 1_000_000n - since),
    mono_ns: String(mono),
    clock: 'process.hrtime',
    generator: `wirestep ${VERSION}`,
    host: { os: process.platform, arch: process.arch, runtime: `node ${process.versions.node}` },
    pid: process.pid,
    programs: [],
    protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: framedReplies },
    detail,
    ext: {},
  };
}
