import { createEventRecorder } from '../../client/events/event-recorder.ts';
import { Lease } from '../../kinds/coordination/lease.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { Component } from '../../runtime/component.ts';
import { defineController, type Controller } from '../../runtime/controller.ts';
import { controllerComponent, type ControllerOptions } from '../../runtime/run-controller.ts';
import { podsByNode } from '../nodes/pods-by-node.ts';
import { nodeTaintController } from './controller.ts';
import { NodeMonitor } from './monitor.ts';

const checkMs = 5000;

/** Everything about the health of nodes: taints by their conditions, and what happens when they fall silent. */
export function nodeLifecycle(options: ControllerOptions): Component {
  const { informers, client, eventSource, clock, log } = options;
  const events = createEventRecorder({ client, component: eventSource, clock, log });
  const monitor = new NodeMonitor({ client, informers, events, clock, log });
  const taints = controllerComponent(nodeTaintController, options);
  const pods = controllerComponent(assignedPodController(monitor), options);
  return {
    name: 'node-lifecycle',
    async run(signal) {
      await Promise.all([taints.run(signal), pods.run(signal), events.run(signal), watchOver(signal)]);
    },
  };

  async function watchOver(signal: AbortSignal): Promise<void> {
    const leases = informers.of(Lease, { namespace: 'kube-node-lease' });
    informers.of(Pod).index(podsByNode.name, (pod) => podsByNode.valuesOf(pod));
    try {
      await Promise.all([informers.of(Node), informers.of(Pod), leases].map((informer) => informer.caughtUp({ signal })));
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    let nextCheckMs = clock.now();
    while (!signal.aborted) {
      if (clock.now() >= nextCheckMs) {
        await monitor.check();
        nextCheckMs = clock.now() + checkMs;
      }
      await monitor.evict();
      await clock.sleep(Math.max(0, Math.min(nextCheckMs - clock.now(), Math.max(monitor.nextEvictionMs ?? checkMs, 100))), signal);
    }
  }
}

const assignedPodController = (monitor: NodeMonitor): Controller =>
  defineController({
    name: 'node_lifecycle_controller_pods',
    for: Pod,
    workers: 4,
    isWokenBy: (next, previous) => next.spec.nodeName !== previous.spec.nodeName,
    async reconcile(pod) {
      if (pod.spec.nodeName) await monitor.markIfNodeNotReady(pod);
    },
  });
