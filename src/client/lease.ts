import { microTimestamp, type Clock } from '../base/clock.ts';
import { Lease, type LeaseSpec } from '../kinds/coordination/lease.ts';
import { ApiError } from '../model/errors.ts';
import type { Client, Ref } from './client.ts';

export interface LeaseLockOptions {
  readonly client: Client;
  readonly lease: Ref;
  /** Who holds the lease; nobody else may have the same. */
  readonly identity: string;
  readonly durationMs: number;
  readonly clock: Clock;
}

/**
 * One claimant's view of a lease. Whether another's lease is over is judged by how long this process has not seen it
 * change, never by comparing the clocks of two machines.
 */
export class LeaseLock {
  readonly #options: LeaseLockOptions;
  #observed: Lease | undefined;
  #observedAtMs = 0;

  constructor(options: LeaseLockOptions) {
    this.#options = options;
  }

  /** Who held the lease when last seen. */
  get holder(): string | undefined {
    return this.#observed?.spec.holderIdentity || undefined;
  }

  get isHeld(): boolean {
    return this.holder === this.#options.identity;
  }

  /** Takes the lease if it is free, or keeps it. Returns whether it is held now. Throws only what is not about the race. */
  async acquireOrRenew(signal: AbortSignal): Promise<boolean> {
    try {
      // The usual case needs no read: nobody else has written since.
      if (this.#observed && this.isHeld && this.#isValid()) return await this.#renewOptimistically(this.#observed, signal);
      return await this.#takeOrRenew(signal);
    } catch (error) {
      if (ApiError.is(error, 'Conflict', 'AlreadyExists')) return false;
      throw error;
    }
  }

  /** Lets others have it at once, rather than when it is over. */
  async release(signal: AbortSignal): Promise<void> {
    const current = await this.#read(signal);
    if (!current || current.spec.holderIdentity !== this.#options.identity) return;
    const now = microTimestamp(this.#options.clock.now());
    const { leaseTransitions = 0 } = current.spec;
    await this.#write(current, { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions }, signal);
  }

  async #renewOptimistically(observed: Lease, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#write(observed, this.#claim(observed), signal);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.#takeOrRenew(signal);
    }
  }

  async #takeOrRenew(signal: AbortSignal): Promise<boolean> {
    const { client, lease, identity } = this.#options;
    const current = await this.#read(signal);
    if (!current) {
      const metadata = { name: lease.name, ...(lease.namespace && { namespace: lease.namespace }) };
      this.#observe(await client.create(Lease, { metadata, spec: this.#claim(undefined) }, { signal }));
      return true;
    }
    if (current.metadata.resourceVersion !== this.#observed?.metadata.resourceVersion) this.#observe(current);
    const holder = current.spec.holderIdentity ?? '';
    if (holder !== '' && holder !== identity && this.#isValid()) return false;
    await this.#write(current, this.#claim(current), signal);
    return true;
  }

  async #read(signal: AbortSignal): Promise<Lease | undefined> {
    try {
      return await this.#options.client.get(Lease, this.#options.lease, { signal });
    } catch (error) {
      if (ApiError.is(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  async #write(current: Lease, spec: LeaseSpec, signal: AbortSignal): Promise<void> {
    this.#observe(await this.#options.client.update(Lease, { ...current, spec: { ...current.spec, ...spec } }, { signal }));
  }

  #claim(current: Lease | undefined): LeaseSpec {
    const { identity, durationMs, clock } = this.#options;
    const now = microTimestamp(clock.now());
    const held = current?.spec.holderIdentity === identity;
    const transitions = current?.spec.leaseTransitions ?? 0;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(durationMs / 1000),
      acquireTime: (held && current.spec.acquireTime) || now,
      renewTime: now,
      leaseTransitions: current && !held ? transitions + 1 : transitions,
    };
  }

  #observe(lease: Lease): void {
    this.#observed = lease;
    this.#observedAtMs = this.#options.clock.now();
  }

  #isValid(): boolean {
    const durationMs = (this.#observed?.spec.leaseDurationSeconds ?? 0) * 1000;
    return this.#observedAtMs + durationMs > this.#options.clock.now();
  }
}
