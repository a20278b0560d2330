import { Service } from '../../kinds/core/service/index.ts';
import { IPAddress } from '../../kinds/networking/ip-address.ts';
import type { Client } from '../../client/client.ts';
import { ApiError } from '../../model/errors.ts';
import type { Component } from '../../runtime/component.ts';
import { defineController, type Context } from '../../runtime/controller.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { findObject } from '../find-object.ts';
import { addressesOf, holderOf, isAllocated, problemOf, recordFor, verdictOn } from './plan.ts';

/**
 * Keeps the records of addresses true to the services that have them, after servers that ended between two writes, restored
 * backups and hand-made changes. Part of the API server, which gives addresses out.
 */
export const serviceAddressRepair = (options: ControllerOptions): readonly Component[] =>
  [servicesController, recordsController].map((controller) => controllerComponent(controller, options));

const servicesController = defineController({
  name: 'ip_repair_service',
  for: Service,
  reads: [IPAddress],
  workers: 5,

  async reconcile(service, context) {
    for (const address of addressesOf(service)) await repair(service, address, context);
  },
});

async function repair(service: Service, address: string, { client, cache, events }: Context): Promise<void> {
  const cached = cache.get(IPAddress, { name: address });
  const cachedHolder = cached && holderOf(cached);
  if (!problemOf(service, address, { recorded: cached, holder: cachedHolder && cache.get(Service, cachedHolder) })) return;
  // Copies of the two kinds may be from different times.
  const current = await findObject(client, Service, service.metadata);
  if (current?.metadata.uid !== service.metadata.uid || !addressesOf(current).includes(address)) return;
  const recorded = await findObject(client, IPAddress, { name: address });
  const holderRef = recorded && holderOf(recorded);
  const problem = problemOf(current, address, { recorded, holder: holderRef && (await findObject(client, Service, holderRef)) });
  if (!problem) return;
  if (problem.notice) events.event(service, { type: 'Warning', ...problem.notice });
  if (problem.repair === 'recreate' && recorded) await remove(recorded, client);
  if (problem.repair !== 'none') await client.create(IPAddress, recordFor(service, address));
}

const recordsController = defineController({
  name: 'ip_repair_address',
  for: IPAddress,
  reads: [Service],
  workers: 5,

  async reconcile(recorded, { client, cache, clock, events }) {
    if (!isAllocated(recorded)) return undefined;
    const ref = holderOf(recorded);
    const cached = verdictOn(recorded, { service: ref && cache.get(Service, ref), nowMs: clock.now() });
    if (cached.type === 'keep') return cached.againMs === undefined ? undefined : { afterMs: cached.againMs };
    const verdict = verdictOn(recorded, { service: ref && (await findObject(client, Service, ref)), nowMs: clock.now() });
    if (verdict.type === 'keep') return verdict.againMs === undefined ? undefined : { afterMs: verdict.againMs };
    events.event(recorded, { type: 'Warning', reason: verdict.reason, message: verdict.message });
    await remove(recorded, client);
    return undefined;
  },
});

async function remove({ metadata }: IPAddress, client: Client): Promise<void> {
  try {
    await client.delete(IPAddress, { name: metadata.name }, { preconditions: { uid: metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}
