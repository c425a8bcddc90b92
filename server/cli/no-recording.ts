import { FORMAT_NAME, FORMAT_VERSION } from '../../src/trace/format.ts';
import type { TraceHeader } from '../../src/trace/format.ts';
import { OWN } from '../../src/trace/limits.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { ParsedTrace } from '../../src/trace/parse.ts';
import { writeHeader } from '../../src/trace/write.ts';

/** A trace of the course's protocol in which nothing happens: for what is the same for all. */
export function noRecording(): ParsedTrace {
  const header: TraceHeader = {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    id: '',
    title: '',
    epoch_ns: '0',
    mono_ns: '0',
    clock: '',
    generator: '',
    host: { os: '', arch: '', runtime: '' },
    pid: 0,
    programs: [],
    protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: false },
    detail: 'calls',
    ext: {},
  };
  const parsed = parseTrace(new TextEncoder().encode(writeHeader(header)), OWN);
  return { ...parsed, ended: true };
}
