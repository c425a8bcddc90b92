/** Who may start which client programs, and who may act on them. */
import type { ClientState } from '../../src/live/state.ts';
import type { Caller } from './caller.ts';
import { LiveError } from './live-error.ts';

/** Client programs that one may run at once: so nobody takes all threads. */
const CLIENT_LIMITS = { follower: 1, presenter: 8 };

/** Those that run and are the caller's. */
export function clientsOf(
  { role, participant }: Caller,
  clients: readonly ClientState[],
): readonly ClientState[] {
  if (role === 'none') return [];
  return clients.filter((client) => client.running && client.participant === participant);
}

/**
 * @param allowed whether followers may run clients in the browser
 * @throws LiveError where the caller may not start another client program
 */
export function checkStart(
  caller: Caller,
  clients: readonly ClientState[],
  allowed: boolean,
): void {
  const follows = caller.role !== 'presenter';
  if (follows && !allowed) {
    throw new LiveError('The presenter has not allowed clients in the browser.');
  }
  const limit = follows ? CLIENT_LIMITS.follower : CLIENT_LIMITS.presenter;
  if (clientsOf(caller, clients).length < limit) return;
  const what = limit === 1 ? 'A client of yours runs' : `${limit} clients of yours run`;
  throw new LiveError(`${what} already: end one first.`);
}

/** @throws LiveError where the caller may not act on this client: followers have their own only */
export function checkOwner(caller: Caller, clients: readonly ClientState[], name: string): void {
  const client = clients.find((one) => one.name === name);
  if (client === undefined) throw new LiveError(`No client ${name} is in this session.`);
  const own = client.participant !== undefined && client.participant === caller.participant;
  if (caller.role === 'presenter' || (caller.role === 'follower' && own)) return;
  throw new LiveError(`${name} is somebody else's client.`);
}
