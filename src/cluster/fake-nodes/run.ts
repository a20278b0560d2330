import { timestamp, type Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Client } from '../../client/client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { ApiError } from '../../model/errors.ts';
import type { Component } from '../../runtime/component.ts';
import { controllerComponent } from '../../runtime/run-controller.ts';
import type { ClientAs } from '../api-server.ts';
import { fakeNodesAccount } from '../bootstrap/own-roles.ts';
import { serviceAccountUser } from '../service-account-user.ts';
import { createLease, renewLeases } from './heartbeats.ts';
import { fakeNode, fakeNodeName, silentAnnotation } from './node.ts';
import { fakePodController } from './pod-controller.ts';

export interface FakeNodesOptions {
  readonly count: number;
  /** From being given a node to running. Default: at once. */
  readonly podStartMs?: number | undefined;
  /** From being told to stop to having stopped. Default: at once. */
  readonly podStopMs?: number | undefined;
  readonly clientAs: ClientAs;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many nodes are registered at a time. */
const width = 64;

/** Nodes that are objects only, in stages; the last one is ready once all are registered. */
export function fakeNodeStages(options: FakeNodesOptions): readonly (readonly Component[])[] {
  const { count, clientAs, clock, log, podStartMs: startMs = 0, podStopMs: stopMs = 0 } = options;
  const client = clientAs(serviceAccountUser('kube-system', fakeNodesAccount), { userAgent: 'kubets-fake-nodes' });
  const informers = createInformers({ client, clock, log });
  const indexes = new Map(Array.from({ length: count }, (_, index) => [fakeNodeName(index), index]));
  const isSilent = (name: string) => informers.of(Node).get({ name })?.metadata.annotations?.[silentAnnotation] === 'true';
  const registered = Promise.withResolvers<void>();

  const nodes: Component = {
    name: 'fake-nodes',
    async run(signal) {
      await registerAll(indexes, { client, clock, signal });
      registered.resolve();
      await renewLeases({ client, clock, log, names: [...indexes.keys()], isSilent }, signal);
    },
    ready: () => registered.promise,
  };
  const controller = fakePodController({ indexOf: (name) => indexes.get(name), startMs, stopMs });
  const pods = controllerComponent(controller, { client, informers, eventSource: 'kubelet', clock, log });
  return [[{ name: 'fake-node-informers', run: (signal) => informers.run(signal) }], [nodes, pods]];
}

interface Registering {
  readonly client: Client;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function registerAll(indexes: ReadonlyMap<string, number>, registering: Registering): Promise<void> {
  const waiting = [...indexes];
  const register = async () => {
    for (let next = waiting.pop(); next && !registering.signal.aborted; next = waiting.pop()) await registerNode(...next, registering);
  };
  await Promise.all(Array.from({ length: width }, register));
}

async function registerNode(name: string, index: number, { client, clock }: Registering): Promise<void> {
  const results = await Promise.allSettled([
    client.create(Node, fakeNode(index, timestamp(clock.now()))),
    createLease(name, { client, clock }),
  ]);
  for (const result of results) {
    // Registered by an earlier start.
    if (result.status === 'rejected' && !ApiError.is(result.reason, 'AlreadyExists')) throw result.reason;
  }
}
