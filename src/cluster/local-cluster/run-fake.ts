import { untilAborted } from '../../base/unless-aborted.ts';
import type { Component } from '../../runtime/component.ts';
import { runStages } from '../../runtime/run-stages.ts';
import { controllerSettings } from '../controller-settings.ts';
import { openControlPlane } from '../control-plane.ts';
import { controllerManager } from '../controllers.ts';
import { fakeNodeStages } from '../fake-nodes/run.ts';
import { schedulerStages } from '../scheduler.ts';
import { removeClusterRecord, writeClusterRecord } from './cluster-record.ts';
import { says, seconds } from './progress.ts';
import type { LocalClusterOptions } from './run.ts';
import { writeContext } from './write-context.ts';

export interface FakeNodesSettings {
  readonly count: number;
  readonly podStartMs: number;
}

const serviceCidr = '10.96.0.0/12';

/** Runs a control plane with nodes that are objects only, until the signal aborts. Needs no rights on this machine. */
export async function runFakeCluster(options: LocalClusterOptions, fake: FakeNodesSettings, signal: AbortSignal): Promise<void> {
  const { settings, clock, log, say } = options;
  const { clusterName, dataFolder, securePort } = settings;
  const startedMs = clock.now();
  const plane = await openControlPlane({
    dataDir: dataFolder,
    bindAddresses: ['127.0.0.1'],
    securePort,
    serviceCidr,
    extraHosts: [clusterName],
    gates: settings.gates,
    runtimeConfig: settings.runtimeConfig,
    clock,
    log,
  });
  const announce: Component = {
    name: 'announce',
    async run(stop) {
      say(`${fake.count} fake nodes registered (${seconds(clock.now() - startedMs)})`);
      const kubeconfigPath = await writeContext(plane, { clusterName, clock });
      await writeClusterRecord(dataFolder, { port: plane.port, nodes: [], kubeconfig: kubeconfigPath });
      await options.ready({ kubeconfigPath });
      await untilAborted(stop);
    },
  };
  try {
    const controllers = await controllerSettings(plane.certificates);
    const { clientAs } = plane;
    await runStages(
      [
        ...plane.stages,
        [says(`control plane ready (${seconds(clock.now() - startedMs)})`, say)],
        ...controllerManager({ clientAs, clock, log, settings: controllers, gates: settings.gates }),
        ...schedulerStages({ clientAs, clock, log }),
        ...fakeNodeStages({ count: fake.count, podStartMs: fake.podStartMs, clientAs, clock, log }),
        [announce],
      ],
      signal,
    );
  } finally {
    await plane.close();
    await removeClusterRecord(dataFolder);
  }
}
