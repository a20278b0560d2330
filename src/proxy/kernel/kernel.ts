import { runCommand } from '../../base/command.ts';
import type { AddressFamily } from '../rules/address-family.ts';
import { createFlowTable, type FlowTable } from './conntrack.ts';
import { createPacketFilter, type PacketFilter } from './nft.ts';
import { ensureServiceRoute, type RouteOptions } from './service-route.ts';

/** What the proxy changes: the network namespace that it runs in. */
export interface Kernel extends PacketFilter {
  readonly flows: FlowTable;
  /** Says whether there was none. */
  ensureServiceRoute(options: RouteOptions): Promise<boolean>;
}

export interface KernelOptions {
  readonly family: AddressFamily;
  /** Runs programs in the namespace meant. That of this process, unless given. */
  readonly run?: typeof runCommand;
}

export const createKernel = ({ family, run = runCommand }: KernelOptions): Kernel => ({
  ...createPacketFilter(family, run),
  flows: createFlowTable(family, run),
  ensureServiceRoute: (options) => ensureServiceRoute({ ...options, run }),
});
