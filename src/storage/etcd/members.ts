import type { Clock } from '../../base/clock.ts';
import { GrpcClient, type GrpcMethod, type GrpcTls } from '../../base/grpc/client.ts';
import { StoreClosedError } from '../errors.ts';
import { mayWorkElsewhere, wasNotSent } from './failure.ts';

/** One member may need so long for an answer before another one is asked. A leader is elected in less. */
const attemptMs = 4000;
/** Nobody else can be asked what has become of a write. As long as a slow disk may take. */
const onlyAttemptMs = 10_000;
const totalMs = 8000;
const pauseMs = 50;
/** Shorter intervals are not welcome to etcd. */
const keepaliveMs = 6000;

export interface MembersOptions {
  /** `http://` or `https://`, host and port. */
  readonly servers: readonly string[];
  readonly tls?: GrpcTls | undefined;
  readonly clock: Clock;
}

export interface CallOptions {
  /** Whether it may be made again when it is not known what became of it: true of whatever only reads. */
  readonly repeatable: boolean;
}

/** The members of an etcd cluster. Asks the one that answered last, and the next when it does not. */
export class Members implements Disposable {
  readonly #clients: readonly GrpcClient[];
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #current = 0;

  constructor({ servers, tls, clock }: MembersOptions) {
    this.#clock = clock;
    this.#clients = servers.map((server) => {
      const { protocol, host } = new URL(server);
      return new GrpcClient({
        address: host,
        tls: protocol === 'https:' ? (tls ?? {}) : undefined,
        // Lists come in one message, however long.
        maxReceiveBytes: -1,
        keepaliveMs,
      });
    });
  }

  get all(): readonly GrpcClient[] {
    return this.#clients;
  }

  get current(): GrpcClient {
    const client = this.#clients[this.#current];
    if (!client) throw new Error('an etcd cluster has at least one member');
    return client;
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Turns to the next member, unless somebody has done so already. */
  leave(client: GrpcClient): void {
    if (client === this.current) this.#current = (this.#current + 1) % this.#clients.length;
  }

  /** Rejects with the GrpcError of the last attempt. */
  async call<Request, Response>(method: GrpcMethod<Request, Response>, request: Request, { repeatable }: CallOptions): Promise<Response> {
    const endsAtMs = this.#clock.now() + totalMs;
    for (let attempt = 1; ; attempt++) {
      if (this.#closing.signal.aborted) throw new StoreClosedError();
      const client = this.current;
      try {
        return await client.call(method, request, {
          timeoutMs: repeatable ? attemptMs : onlyAttemptMs,
          signal: this.#closing.signal,
        });
      } catch (error) {
        if (this.#closing.signal.aborted) throw new StoreClosedError();
        if (!mayWorkElsewhere(error)) throw error;
        this.leave(client);
        if ((!repeatable && !wasNotSent(error)) || this.#clock.now() >= endsAtMs) throw error;
        // All have been asked: give them time to recover.
        if (attempt % this.#clients.length === 0) await this.#clock.sleep(pauseMs, this.#closing.signal);
      }
    }
  }

  [Symbol.dispose](): void {
    this.#closing.abort();
    for (const client of this.#clients) client[Symbol.dispose]();
  }
}
