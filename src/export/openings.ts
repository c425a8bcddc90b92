/** How the files of an export are opened: for the page, and for the command line. */
import type { FormatId } from './formats.ts';

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
  jsonl: { words: 'Drop it on the page of any wirestep.' },
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
