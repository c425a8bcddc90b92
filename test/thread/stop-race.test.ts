import { expect, test } from 'vitest';
import { Engine } from '../../server/thread/engine.ts';
import { Peer } from '../conformance/peer.ts';

test('a stop is in order while clients still arrive and workers still start', async () => {
  for (let n = 0; n < 20; n++) {
    const engine = new Engine({ recording: { title: 'stop', detail: 'calls' } });
    const { port } = await engine.startServer({ host: '127.0.0.1', port: 0 });
    const peers: Peer[] = [];
    for (let i = 0; i < 8; i++) {
      const peer = await Peer.connect(port);
      peers.push(peer);
      if (i % 4 === 1) peer.close();
      if (i % 4 === 2) peer.send(Buffer.from('x'));
      if (i % 4 === 3) peer.shutdownWrite();
    }
    await new Promise((resolve) => setTimeout(resolve, (n % 3) * 50));
    expect(await engine.stop()).toBe(true);
    for (const peer of peers) peer.reset();
  }
}, 60_000);
