import type { Clock } from '../../base/clock.ts';
import { GrpcError } from '../../base/grpc/error.ts';
import { StoreUnusableError } from '../errors.ts';
import type { Store } from '../store.ts';
import { etcdCompaction, type EtcdCompactionOptions } from './compaction.ts';
import { Members, type MembersOptions } from './members.ts';
import { status } from './methods.ts';
import { EtcdStore } from './store.ts';
import { tellsProgressTruly } from './version.ts';

/** Etcd may be started at the same time: so long it may take to come. */
const openMs = 20_000;
const attemptMs = 3000;
const pauseMs = 200;

export interface OpenEtcdOptions extends MembersOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A store in etcd, and what keeps its history bounded. */
export interface EtcdBackend {
  readonly store: Store;
  readonly compaction: (options: Omit<EtcdCompactionOptions, 'members'>) => ReturnType<typeof etcdCompaction>;
}

/** Connects to etcd. Throws StoreUnusableError with the reason when no member answers. */
export async function openEtcdStore({ signal, ...options }: OpenEtcdOptions): Promise<EtcdBackend> {
  const members = new Members(options);
  try {
    const versions = await versionsOf(members, options.clock, signal);
    const trueProgress = versions.every(tellsProgressTruly);
    return {
      store: new EtcdStore({ members, trueProgress, clock: options.clock }),
      compaction: (about) => etcdCompaction({ ...about, members }),
    };
  } catch (error) {
    members[Symbol.dispose]();
    if (!(error instanceof GrpcError)) throw error;
    throw new StoreUnusableError(`etcd at ${options.servers.join(', ')} cannot be used: ${error.message}`, { cause: error });
  }
}

/** Of all members that answer. One is enough to begin with. */
async function versionsOf({ all }: Members, clock: Clock, signal?: AbortSignal): Promise<string[]> {
  const endsAtMs = clock.now() + openMs;
  for (;;) {
    const answers = await Promise.allSettled(all.map((client) => client.call(status, {}, { timeoutMs: attemptMs, signal })));
    const versions = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.version] : []));
    if (versions.length > 0) return versions;
    signal?.throwIfAborted();
    const failure: unknown = answers.find((answer) => answer.status === 'rejected')?.reason;
    if (!isAway(failure) || clock.now() >= endsAtMs) throw failure;
    await clock.sleep(pauseMs, signal);
  }
}

/** A member that cannot be trusted, or does not trust us, will not do so later either. */
const isAway = (failure: unknown): boolean =>
  failure instanceof GrpcError &&
  (failure.code === 'Unavailable' || failure.code === 'DeadlineExceeded') &&
  !/certificate|self-signed|SSL|alert/i.test(failure.message);
