import { SourceError } from '../../sources/source-error.ts';
import { ImportError } from '../../trace/import-error.ts';

/** Why what was asked for is not on screen, for the person who asked. */
export interface Trouble {
  readonly title: string;
  /** One or two sentences; names what disagrees. */
  readonly text: string;
  /** What can be done about it. */
  readonly advice: string;
  /** Asking again may help. */
  readonly retry: boolean;
}

/** What was to be opened; `name` is a slug, an id, or a file's name. */
export interface Wanted {
  readonly what: 'lesson' | 'recording' | 'preset' | 'file';
  readonly name: string;
}

/** The trouble that an error means. */
export function troubleOf(error: unknown, wanted: Wanted): Trouble {
  if (error instanceof SourceError) return ofSource(error, wanted);
  const name = wanted.what === 'file' ? `${wanted.name}: ` : '';
  if (error instanceof ImportError) return { ...ofTrace(error), text: `${name}${error.message}.` };
  const text = `${name}${error instanceof Error ? error.message : String(error)}`;
  const advice = 'Try again. If it happens again, the reason above helps whoever looks into it.';
  return { title: 'This cannot be opened', text, advice, retry: wanted.what !== 'file' };
}

function ofSource({ failure, message: text }: SourceError, { what }: Wanted): Trouble {
  switch (failure) {
    case 'silent':
      return {
        title: 'wirestep does not answer',
        text,
        advice: 'Start it again with npm start in its folder, then try again.',
        retry: true,
      };
    case 'missing':
      return {
        title: what === 'lesson' ? 'There is no such lesson' : 'This recording is not here',
        text,
        advice:
          what === 'lesson'
            ? 'The course may have changed since the link was made.'
            : 'It was deleted, or the link was made on another machine: ask for the file itself.',
        retry: false,
      };
    case 'refused':
      return {
        title: 'This cannot be loaded',
        text,
        advice:
          what === 'lesson'
            ? 'If the lesson is yours: correct it and save, and it opens by itself.'
            : 'Try again in a moment.',
        retry: true,
      };
  }
}

function ofTrace({ reason }: ImportError): Omit<Trouble, 'text'> {
  if (reason.startsWith('made by a newer wirestep')) {
    const advice = 'Bring this wirestep up to date, or open it with the one that wrote it.';
    return { title: 'A newer wirestep wrote this', advice, retry: false };
  }
  if (reason.includes('the limit is')) {
    const advice =
      'A recording of wirestep has no limit in the folder of the recordings. A capture or a log is smaller when it holds one port or one program only.';
    return { title: 'This file is too large to be dropped', advice, retry: false };
  }
  if (reason.startsWith('the capture has')) {
    const advice =
      'Capture the port of the server while programs of the course run: tcpdump -i lo -w run.pcap tcp port 5050.';
    return { title: 'This capture shows no connection of the course', advice, retry: false };
  }
  const advice =
    'wirestep opens its own recordings, captures of Wireshark or tcpdump (pcap, pcapng), logs of strace, and any of these as .gz.';
  return { title: 'This is not a recording', advice, retry: false };
}
