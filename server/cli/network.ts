/** How far `wirestep start` reaches: this machine, the network, or the web behind a proxy. */
import { InvalidArgumentError, Option } from 'commander';
import type { RoomMode } from '../../src/live/messages.ts';
import { isLoopback } from '../web/hosts.ts';
import { parsePublicUrl, type PublicUrl } from '../web/public-url.ts';

const EVERY = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** What the person has given; an address that was not given is undefined. */
export interface NetworkOptions {
  readonly uiHost?: string;
  readonly host?: string;
  readonly lan?: boolean;
  readonly publicUrl?: PublicUrl;
}

export interface Network {
  /** Address of the page. */
  readonly uiHost: string;
  /** Address of the course's server. */
  readonly host: string;
  /** Machines of the network reach the page. */
  readonly lan: boolean;
  readonly publicUrl: PublicUrl | undefined;
  /** The class that is open from the beginning. */
  readonly mode: RoomMode | undefined;
}

/** An address that was given counts more than `--lan`. */
export function networkOf({ uiHost, host, lan = false, publicUrl }: NetworkOptions): Network {
  const byDefault = lan ? EVERY : LOOPBACK;
  const page = uiHost ?? byDefault;
  const mode = publicUrl !== undefined ? 'hosted' : lan ? 'network' : undefined;
  return { uiHost: page, host: host ?? byDefault, lan: !isLoopback(page), publicUrl, mode };
}

export function lanOption(): Option {
  return new Option(
    '--lan',
    'for a class in your network: page and live server listen to every machine of it, unencrypted',
  );
}

export function publicUrlOption(): Option {
  return new Option(
    '--public-url <url>',
    'where a reverse proxy shows the page, also under a path: https://school.example/wirestep/',
  ).argParser((text) => {
    try {
      return parsePublicUrl(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  });
}
