/** What the dialog says besides what the formats say of themselves. */
import type { FormatId } from '../../export/formats.ts';
import { size } from '../home/recording-row.ts';

/** How a saved file is opened: words, and a command where one does it. */
export interface Opening {
  readonly words: string;
  /** `FILE` stands for the file's name. */
  readonly command?: string;
}

const OPENINGS: Readonly<Record<FormatId, Opening>> = {
  pcapng: {
    words: 'Double-click it where Wireshark is installed, or type:',
    command: 'wireshark FILE',
  },
  hexdump: { words: 'Open it in any editor.' },
  csv: {
    words: 'Double-click it for Excel or LibreOffice. In Python:',
    command: 'pandas.read_csv("FILE")',
  },
  jsonl: { words: 'Drop it on this page, or on any other wirestep.' },
  strace: { words: 'Open it in any editor, or search it:', command: 'grep recv FILE' },
  asciicast: { words: 'Play it in a terminal:', command: 'asciinema play FILE' },
  perfetto: {
    words: 'Drop it on ui.perfetto.dev or speedscope.app: both read it in your browser.',
  },
  mermaid: { words: 'Paste it into a Markdown file on GitHub, between ```mermaid and ```.' },
  svg: { words: 'Double-click it for a browser, or put it into a document as a picture.' },
  html: { words: 'Double-click it: it needs no network and no wirestep.' },
  lua: {
    words:
      'Put it into the folder that Wireshark names under Help, About Wireshark, Folders, Personal Lua Plugins (Linux and macOS: ~/.local/lib/wireshark/plugins; Windows: %APPDATA%\\Wireshark\\plugins). Then press Ctrl Shift L there. In a terminal:',
    command: 'tshark -X lua_script:FILE -r CAPTURE',
  },
};

/** Back from text to bytes. */
const REVERSIBLE: Opening = { words: 'To get the bytes back:', command: 'xxd -r FILE bytes' };

/** How the file of a format is opened. */
export function openingOf(format: FormatId, reversible: boolean): Opening {
  return format === 'hexdump' && reversible ? REVERSIBLE : OPENINGS[format];
}

export const REDACTION =
  'Message bytes, printed and typed text become * of the same length, addresses become example addresses, paths lose their folders, and values of variables are left out. Lengths, times and the digits of headers stay.';

/** The dissector says nothing of any recording. */
export const SAME_FOR_ALL = 'It is the same for every recording: nothing of this one is in it.';

export const NO_TEMPLATE =
  'This page is a single file itself and cannot make another: give this file away as it is, or open the recording in wirestep.';

/** What is known of a file's size. */
export function fileSize(bytes: number | undefined, whole: boolean): string {
  if (bytes === undefined) return 'size not known yet';
  return whole ? size(bytes) : `about ${size(bytes)}`;
}

/** A recording that is cut off by a question, or still being written: what is missing, and why. */
export function limitWords(hidden: boolean, live: boolean, events: number): string {
  const upTo = `up to event ${events}`;
  if (hidden)
    return `A question is open, so nothing after it may be seen: what is saved goes ${upTo}. Answer or skip it to take the rest.`;
  return live
    ? `This recording is still being written: what is saved goes ${upTo}, as far as it was when you opened this.`
    : '';
}

/** More files than a browser will save at once. */
export const MOST_FILES = 40;

export function tooMany(files: number): string {
  return `These are ${files} files, more than a page can save: choose one connection, or use wirestep export in a terminal.`;
}
