import type { Clock } from '../base/clock.ts';
import { DeadlineExceededError, withDeadline } from '../base/deadline.ts';
import type { Log } from '../base/log.ts';
import { jittered } from '../base/random.ts';
import type { Client, Ref } from '../client/client.ts';
import { LeaseLock } from '../client/lease.ts';
import type { Component } from './component.ts';

export interface LeaderElectionOptions {
  readonly client: Client;
  /** E.g. `kube-system/kube-scheduler`. */
  readonly lease: Ref;
  /** Unique to this process. */
  readonly identity: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long the others wait for a leader that is silent. */
  readonly leaseMs?: number;
  /** How long the leader tries to renew before it stops leading; shorter than the lease, so that there are never two. */
  readonly renewDeadlineMs?: number;
  readonly retryMs?: number;
}

/** The lease went to nobody or somebody else, so this process must not go on leading. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError';
}

/** Runs a component in one process at a time: waits to become leader, and stops it, rejecting, once that is lost. */
export function whenLeader(component: Component, options: LeaderElectionOptions): Component {
  return { name: component.name, run: (signal) => lead(component, options, signal) };
}

async function lead(component: Component, options: LeaderElectionOptions, signal: AbortSignal): Promise<void> {
  const { client, lease, identity, clock, log, leaseMs = 15_000, renewDeadlineMs = 10_000 } = options;
  const lock = new LeaseLock({ client, lease, identity, durationMs: leaseMs, clock });
  if (!(await acquire(lock, options, signal))) return;
  log.info({ lease: lease.name, identity }, 'became leader');

  const leading = new AbortController();
  const both = AbortSignal.any([signal, leading.signal]);
  const work = component.run(both).finally(() => leading.abort());
  try {
    await Promise.all([work, renew(lock, options, both).finally(() => leading.abort())]);
  } finally {
    leading.abort();
    await work.catch(() => {});
    // Only once the work has ended may another begin.
    await release(lock, { ...options, renewDeadlineMs });
  }
}

async function acquire(lock: LeaseLock, { clock, log, retryMs = 2000 }: LeaderElectionOptions, signal: AbortSignal): Promise<boolean> {
  let leader: string | undefined;
  while (!signal.aborted) {
    try {
      if (await lock.acquireOrRenew(signal)) return true;
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'lease could not be acquired');
    }
    if (lock.holder !== leader) log.info({ leader: lock.holder }, 'another is leader');
    leader = lock.holder;
    await clock.sleep(jittered(retryMs, 1.2), signal);
  }
  return false;
}

async function renew(lock: LeaseLock, options: LeaderElectionOptions, signal: AbortSignal): Promise<void> {
  const { clock, retryMs = 2000, renewDeadlineMs = 10_000 } = options;
  while (!signal.aborted) {
    await clock.sleep(retryMs, signal);
    if (signal.aborted) return;
    const attempts = new AbortController();
    try {
      await withDeadline(renewOnce(lock, options, AbortSignal.any([signal, attempts.signal])), {
        timeoutMs: renewDeadlineMs,
        otherwise: 'the lease could not be renewed in time',
        signal,
        clock,
      });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof DeadlineExceededError) throw new LeadershipLostError(error.message, { cause: error });
      throw error;
    } finally {
      attempts.abort();
    }
  }
}

async function renewOnce(lock: LeaseLock, { clock, log, retryMs = 2000 }: LeaderElectionOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if (await lock.acquireOrRenew(signal)) return;
      if (lock.holder !== undefined && !lock.isHeld) throw new LeadershipLostError(`${lock.holder} is leader now`);
    } catch (error) {
      if (error instanceof LeadershipLostError || signal.aborted) throw error;
      log.warn({ err: error }, 'lease could not be renewed');
    }
    await clock.sleep(retryMs, signal);
  }
}

async function release(lock: LeaseLock, { clock, log, renewDeadlineMs = 10_000 }: LeaderElectionOptions): Promise<void> {
  if (!lock.isHeld) return;
  const giveUp = new AbortController();
  try {
    await withDeadline(lock.release(giveUp.signal), { timeoutMs: renewDeadlineMs, otherwise: 'the lease could not be released', clock });
  } catch (error) {
    log.warn({ err: error }, 'lease not released, others will wait for its end');
  } finally {
    giveUp.abort();
  }
}
