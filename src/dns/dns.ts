import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import type { Socket } from 'node:dgram';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { unlessAborted } from '../base/unless-aborted.ts';
import type { Informers } from '../client/informer.ts';
import type { Component } from '../runtime/component.ts';
import { Forwarder } from './forward/forwarder.ts';
import { parseUpstream, upstreamsInResolvConf } from './forward/upstream-address.ts';
import { ClusterZone } from './records/cluster-zone.ts';
import { Resolver } from './server/resolver.ts';
import { bindTcp, serveTcp } from './server/tcp-listener.ts';
import { bindUdp, type ListenAddress, serveUdp } from './server/udp-listener.ts';
import { ZoneFeed } from './zone-feed.ts';

export interface DnsOptions {
  /** As a user with `dnsRules`. */
  readonly informers: Informers;
  readonly listen: ListenAddress;
  /** Default `cluster.local`. */
  readonly clusterDomain?: string | undefined;
  /** Who is asked about names outside of the cluster, e.g. `10.0.0.2` or `10.0.0.2:5353`. Default: those of `/etc/resolv.conf`. */
  readonly upstreams?: readonly string[] | undefined;
  /** How long clients may keep answers. Default 30. */
  readonly ttlSeconds?: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long clients may keep that there is nothing: a service that is made is to be found soon. */
const negativeTtlSeconds = 5;

export interface Dns extends Component {
  /** Where it listens, by UDP and TCP, once it is ready. */
  readonly port: number;
}

/** A DNS server for the names of the cluster, which asks others about all other names. */
export function createDns(options: DnsOptions): Dns {
  const { informers, listen, clusterDomain = 'cluster.local', ttlSeconds = 30, clock, log } = options;
  const zone = new ClusterZone({ clusterDomain, ttlSeconds, negativeTtlSeconds, serial: Math.floor(clock.now() / 1000) });
  const feed = new ZoneFeed({ informers, zone });
  const listening = Promise.withResolvers<void>();
  let bound: number | undefined;
  // Whoever waits gets to know of a failure by `run` as well.
  listening.promise.catch(() => {});
  return {
    name: 'dns',
    get port() {
      if (bound === undefined) throw new Error('the DNS server does not listen yet');
      return bound;
    },
    async ready(signal) {
      await unlessAborted(listening.promise, signal);
      await feed.complete(signal);
    },
    async run(signal) {
      const upstreams = (options.upstreams ?? (await hostUpstreams())).map(parseUpstream).filter((upstream) => !isSame(upstream, listen));
      const forwarder = new Forwarder({ upstreams, clock, log });
      const resolver = new Resolver({ zone, isReady: () => feed.isComplete, forwarder, clock });
      const sockets = await bind(listen).catch((error: unknown) => {
        listening.reject(error);
        throw error;
      });
      const ending = new AbortController();
      try {
        const serving = { resolver, signal: AbortSignal.any([signal, ending.signal]), log };
        serveUdp(sockets.udp, serving);
        serveTcp(sockets.tcp, serving);
        bound = sockets.udp.address().port;
        listening.resolve();
        await feed.run(signal);
      } finally {
        ending.abort();
        await close(sockets);
      }
    },
  };
}

interface Sockets {
  readonly udp: Socket;
  readonly tcp: Server;
}

/** Asking itself would go round in a circle. */
const isSame = (upstream: ListenAddress, { address, port }: ListenAddress) => upstream.address === address && upstream.port === port;

/** Both on the same port. A free port for one may be taken for the other: then another is tried. */
async function bind({ address, port }: ListenAddress): Promise<Sockets> {
  for (let attempt = 1; ; attempt++) {
    const udp = await bindUdp({ address, port });
    try {
      return { udp, tcp: await bindTcp({ address, port: udp.address().port }) };
    } catch (error) {
      udp.close();
      if (port !== 0 || attempt === 10) throw error;
    }
  }
}

async function close({ udp, tcp }: Sockets): Promise<void> {
  const closed = [once(udp, 'close'), once(tcp, 'close')];
  udp.close();
  tcp.close();
  await Promise.all(closed);
}

async function hostUpstreams(): Promise<readonly string[]> {
  try {
    return upstreamsInResolvConf(await readFile('/etc/resolv.conf', 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
