import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../base/log.ts';
import type { Client, RawRequest } from '../../client/client.ts';
import { createInformers } from '../../client/create-informers.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import { Event } from '../../kinds/core/event.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { formatTime } from '../../model/timestamp.ts';
import { controllerComponent } from '../../runtime/run-controller.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { controllerManagerUser, serviceAccount } from '../testing/users.ts';
import { horizontalPodAutoscalerController } from './controller.ts';

const labels = { app: 'web' };

/** A metrics server beside the API server, which says that every pod uses so much of the CPU. */
function withMetrics({ client, clock, clientAs }: Simulation, use: { milli: number | undefined }): Client {
  const asController = clientAs(serviceAccount('horizontal-pod-autoscaler'));
  const metrics = async () => {
    const { items } = await client.list(Pod, { namespace });
    const containers = [{ name: 'web', usage: { cpu: `${use.milli}m` } }];
    const measured = use.milli === undefined ? [] : items.filter(({ status }) => status.phase === 'Running');
    return {
      items: measured.map(({ metadata }) => ({
        metadata: { name: metadata.name },
        timestamp: formatTime(clock.now()),
        window: '15s',
        containers,
      })),
    };
  };
  const request = async (asked: RawRequest) => (asked.path.startsWith('/apis/metrics.k8s.io/') ? metrics() : asController.request(asked));
  return { ...asController, request: request as Client['request'] }; // both answer what the path is of
}

test('a deployment grows with its load, and shrinks once the load has been low for long enough', async () => {
  await using simulation = await startSimulation({ seed: 1, controllerNames: ['deployment-controller', 'replicaset-controller'] });
  const { client, clock } = simulation;
  const use: { milli: number | undefined } = { milli: 50 };
  const stopping = new AbortController();
  const informers = createInformers({ client: simulation.clientAs(controllerManagerUser), clock, log: silentLog });
  const options = { client: withMetrics(simulation, use), informers, clock, log: silentLog, eventSource: 'horizontal-pod-autoscaler' };
  const component = controllerComponent(horizontalPodAutoscalerController(), options);
  const running = Promise.all([informers.run(stopping.signal), component.run(stopping.signal)]);

  const containers = [{ name: 'web', image: 'web:1', resources: { requests: { cpu: '100m' } } }];
  const web = await client.create(Deployment, {
    metadata: { name: 'web', namespace },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  });
  const { metadata } = await client.create(HorizontalPodAutoscaler, {
    metadata: { name: 'web', namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
    },
  });
  const replicas = async () => (await client.get(Deployment, web.metadata)).spec.replicas;
  const condition = async (type: string) => {
    const { status } = await client.get(HorizontalPodAutoscaler, metadata);
    return status.conditions?.find((each) => each.type === type)?.reason;
  };

  await simulation.converge(async () => (await condition('ScalingActive')) === 'ValidMetricFound');
  assert.equal(await replicas(), 2);
  const { status } = await client.get(HorizontalPodAutoscaler, metadata);
  assert.equal(status.currentMetrics?.[0]?.resource?.current.averageUtilization, 50);

  use.milli = 200;
  await simulation.converge(async () => (await replicas()) === 5, { withinMoves: 120 });
  assert.equal(await condition('ScalingLimited'), 'TooManyReplicas');

  use.milli = 1;
  await simulation.run(120);
  assert.equal(await replicas(), 5);
  assert.equal(await condition('AbleToScale'), 'ScaleDownStabilized');
  await simulation.converge(async () => (await replicas()) === 1, { withinMoves: 300 });

  use.milli = undefined;
  await simulation.converge(async () => (await condition('ScalingActive')) === 'FailedGetResourceMetric');
  assert.equal(await replicas(), 1);
  const messages = (await client.list(Event, { namespace })).items.map(({ message }) => message);
  assert.ok(messages.includes('New size: 5; reason: cpu resource utilization (percentage of request) above target'), messages.join('\n'));
  assert.ok(messages.includes('New size: 1; reason: All metrics below target'));

  stopping.abort();
  await running;
});
