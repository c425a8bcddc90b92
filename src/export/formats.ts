/** What a trace can be taken away as: one line a format, for menus, help texts and file names. */

export interface FormatInfo {
  readonly id: FormatId;
  readonly name: string;
  /** Of the file's name, without the dot before it. */
  readonly extension: string;
  /** MIME type. */
  readonly type: string;
  /** Programs that open it. */
  readonly opens: string;
  /** One plain sentence: what is in it. */
  readonly about: string;
  /** Not for a terminal. */
  readonly binary: boolean;
  /** Which of the options it heeds. */
  readonly options: readonly (keyof ExportOptions)[];
}

export type FormatId =
  | 'pcapng'
  | 'hexdump'
  | 'csv'
  | 'jsonl'
  | 'strace'
  | 'asciicast'
  | 'perfetto'
  | 'mermaid'
  | 'svg'
  | 'html'
  | 'lua';

export interface ExportOptions {
  /** Hex dump: without headings, in one file a connection and direction, so that xxd and text2pcap
   *  give the bytes back. */
  readonly reversible?: boolean;
  /** Of asciicast; 2 where it is not given. */
  readonly version?: 2 | 3;
  /** Of html: the page that the trace is put into. */
  readonly template?: string;
}

// prettier-ignore
export const FORMATS: readonly FormatInfo[] = [
  {
    id: 'pcapng', name: 'Wireshark capture', extension: 'pcapng', type: 'application/x-pcapng',
    opens: 'Wireshark, tshark, mergecap', binary: true, options: [],
    about: 'Every send as packets with the call that made it as a comment, and accepts, threads and prints between them.',
  },
  {
    id: 'hexdump', name: 'Hex dump', extension: 'hex.txt', type: 'text/plain',
    opens: 'any editor; xxd and text2pcap where it is reversible', binary: false, options: ['reversible'],
    about: 'The bytes of each connection and direction, 16 a line, with their offsets in the stream.',
  },
  {
    id: 'csv', name: 'Table', extension: 'csv', type: 'text/csv',
    opens: 'Excel, LibreOffice, pandas', binary: false, options: [],
    about: 'One row an event: time, thread, call, and the bytes as text and as hex.',
  },
  {
    id: 'jsonl', name: 'Recording', extension: 'trace.jsonl', type: 'application/jsonl',
    opens: 'wirestep, jq', binary: false, options: [],
    about: 'The recording itself, or the part of it that you chose: wirestep opens it again.',
  },
  {
    id: 'strace', name: 'Call log', extension: 'strace.txt', type: 'text/plain',
    opens: 'any editor, grep', binary: false, options: [],
    about: 'One line a call, as strace writes them, with the thread and the time that it took.',
  },
  {
    id: 'asciicast', name: 'Terminal recording', extension: 'cast', type: 'application/x-asciicast',
    opens: 'asciinema, asciinema-player', binary: false, options: ['version'],
    about: 'What stood on each terminal, as it came, with markers for accepts, recvs and threads.',
  },
  {
    id: 'perfetto', name: 'Timeline', extension: 'perfetto.json', type: 'application/json',
    opens: 'Perfetto (ui.perfetto.dev), speedscope', binary: false, options: [],
    about: 'A row for each thread with its calls on a time scale, and arrows from send to recv.',
  },
  {
    id: 'mermaid', name: 'Sequence diagram as text', extension: 'mmd', type: 'text/plain',
    opens: 'GitHub, notes that know Mermaid', binary: false, options: [],
    about: 'Who sent what to whom, as a diagram that is written in words; up to 400 messages.',
  },
  {
    id: 'svg', name: 'Sequence diagram as picture', extension: 'svg', type: 'image/svg+xml',
    opens: 'browsers, word processors', binary: false, options: [],
    about: 'Who sent what to whom, as a picture for a report.',
  },
  {
    id: 'html', name: 'Replay in one file', extension: 'html', type: 'text/html',
    opens: 'any browser, without a network', binary: false, options: ['template'],
    about: 'The recording with the player: double-click the file and step through it.',
  },
  {
    id: 'lua', name: 'Wireshark dissector', extension: 'lua', type: 'text/x-lua',
    opens: 'Wireshark, tshark', binary: false, options: [],
    about: 'Teaches Wireshark the 64-byte headers; copy it into its folder of personal plugins.',
  },
];

/** The format of a name; undefined where there is none. */
export function formatOf(id: string): FormatInfo | undefined {
  return FORMATS.find((format) => format.id === id);
}
