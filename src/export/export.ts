/** Part of a trace → files of a format. */
import type { ExportOptions, FormatId } from './formats.ts';
import { fileName, sortable } from './names.ts';
import type { ExportFile, Part } from './part.ts';

/** There is nothing to write, or a file cannot be made of it. One sentence for people. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

const NO_BYTES = 'No bytes were sent or taken in this part: there is nothing to dump.';
const NO_WORDS = 'No program wrote on its terminal in this part: there is nothing to play.';

type Writer = (part: Part, options: ExportOptions) => Promise<readonly ExportFile[]>;

/** Each is loaded when it is first asked for. */
const WRITERS: { readonly [F in FormatId]: Writer } = {
  pcapng: async (part) => {
    const { writePcapng } = await import('./pcapng.ts');
    return only(part, 'pcapng', () => writePcapng(part));
  },
  hexdump: async (part, { reversible = false }) => {
    const [{ streamsOf }, { writeHexdump }, { reversibleDumps }] = await Promise.all([
      import('./streams.ts'),
      import('./hexdump.ts'),
      import('./hexdump-reversible.ts'),
    ]);
    if (streamsOf(part).next().done) throw new ExportError(NO_BYTES);
    return reversible ? reversibleDumps(part) : only(part, 'hexdump', () => writeHexdump(part));
  },
  csv: async (part) => {
    const { writeCsv } = await import('./csv.ts');
    return only(part, 'csv', () => writeCsv(part));
  },
  jsonl: async (part) => {
    const { writeJsonl } = await import('./jsonl.ts');
    return only(part, 'jsonl', () => writeJsonl(part));
  },
  strace: async (part) => {
    const { writeStrace } = await import('./strace.ts');
    return only(part, 'strace', () => writeStrace(part));
  },
  asciicast: async (part, { version }) => {
    const { asciicasts } = await import('./asciicast.ts');
    const terminals = asciicasts(part, version);
    if (terminals.length === 0) throw new ExportError(NO_WORDS);
    return terminals.map(({ name, chunks }, n) => {
      const what = `terminal-${sortable(n + 1, terminals.length)}-${name}`;
      return { name: fileName(part, 'asciicast', what), chunks };
    });
  },
  perfetto: async (part) => {
    const { writePerfetto } = await import('./perfetto.ts');
    return only(part, 'perfetto', () => writePerfetto(part));
  },
  mermaid: async (part) => {
    const { writeMermaid } = await import('./mermaid.ts');
    return only(part, 'mermaid', () => writeMermaid(part));
  },
  svg: async (part) => {
    const { writeSvg } = await import('./svg.ts');
    return only(part, 'svg', () => writeSvg(part));
  },
  lua: async (part) => {
    const { writeLua } = await import('./lua.ts');
    return only(part, 'lua', () => writeLua(part));
  },
  html: async (part, { template }) => {
    const [{ writeHtml }, { hasRoom, NO_ROOM }] = await Promise.all([
      import('./html.ts'),
      import('./page-file.ts'),
    ]);
    if (template === undefined || !hasRoom(template)) throw new ExportError(NO_ROOM);
    return only(part, 'html', () => writeHtml(part, template));
  },
};

/**
 * The files of an export. Nothing is written yet: each file makes its chunks while they are taken.
 * @throws {ExportError} where there is nothing to write
 */
export function exportFiles(
  part: Part,
  format: FormatId,
  options: ExportOptions = {},
): Promise<readonly ExportFile[]> {
  return WRITERS[format](part, options);
}

/** One file of one format. */
function only(part: Part, format: FormatId, chunks: ExportFile['chunks']): readonly ExportFile[] {
  return [{ name: fileName(part, format), chunks }];
}
