import { Agent, request } from 'node:http';
import { join as joinPath } from 'node:path';
import { newRecordingId } from '../../server/data/ids.ts';
import { LIVE_PATH } from '../../server/web/socket.ts';
import type { Role } from '../../src/live/messages.ts';
import { writeTrace } from '../data/trace-files.ts';
import { FakeSessions } from './fake-sessions.ts';
import { join, present, startSite, type Site } from './site.ts';

/** Something that can be asked for, and by whom. */
export interface Place {
  readonly method: string;
  readonly path: string;
  readonly upgrade: boolean;
  readonly may: readonly Role[];
}

/** A site with a recording of the class and one that is not, and the cookies of the three roles. */
export async function startClass() {
  const sessions = new FakeSessions();
  const site = await startSite({ sessions, allowHosts: ['board.school'] });
  const ofClass = await writeTrace(site.dataDir, 'PRIVATE', newRecordingId());
  sessions.record(ofClass, joinPath(site.dataDir, `${ofClass}.trace.jsonl`));
  const other = await writeTrace(site.dataDir, 'PRIVATE', newRecordingId());
  const cookies: Readonly<Record<Role, string>> = {
    presenter: await present(site),
    follower: await join(site),
    none: '',
  };
  return { site, ofClass, other, cookies };
}

export const EVERYBODY: readonly Role[] = ['presenter', 'follower', 'none'];

/** All there is to ask for: every route, what is not there, and the WebSocket. */
export function places({ ofClass, other }: { ofClass: string; other: string }): readonly Place[] {
  const reads = [
    ...['/', '/index.html', '/assets/main-AbCd1234.js', '/lessons/index.json', '/api/status'].map(
      (path) => ({ path, may: EVERYBODY }),
    ),
    { path: '/api/recordings', may: ['presenter'] as const },
    { path: `/api/recordings/${ofClass}`, may: ['presenter', 'follower'] as const },
    { path: `/api/recordings/${other}`, may: ['presenter'] as const },
    // What is not there says so to everybody.
    ...['/not/there', '/api/not/there', '/%zz'].map((path) => ({ path, may: EVERYBODY })),
  ];
  return [
    ...reads.map((place) => ({ ...place, method: 'GET', upgrade: false })),
    ...reads.slice(-6).map((place) => ({ ...place, method: 'HEAD', upgrade: false })),
    ...['/api/presenter', '/api/join'].map((path) => ({
      ...{ path, method: 'POST', upgrade: false, may: EVERYBODY },
    })),
    { path: '/api/lab', method: 'POST', upgrade: false, may: ['presenter'] },
    { path: LIVE_PATH, method: 'GET', upgrade: true, may: EVERYBODY },
  ];
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** 101 for a WebSocket that was let in. */
export function statusOf(
  site: Site,
  { method, path, upgrade }: Place,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = {
      ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const sent = request({
      ...{ host: '127.0.0.1', port: site.port, path, method, agent: upgrade ? false : agent },
      headers: { ...(upgrade ? socket : {}), ...headers },
    });
    sent.on('upgrade', (_response, end) => {
      end.destroy();
      resolve({ status: 101, text: '' });
    });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}
