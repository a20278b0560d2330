import { processMetrics } from '../../../base/metrics/process-metrics.ts';
import { qosClassOf } from '../../../kinds/core/pod/qos.ts';
import { podCgroup } from '../../cgroups/names.ts';
import type { Answer } from '../../../runtime/serving/answer.ts';
import type { Exchange } from '../exchange.ts';
import type { KubeletView } from '../kubelet-view.ts';
import { containerMetrics, type ContainerNaming } from '../metrics/container-metrics.ts';
import { metricsContentType, writeMetrics, type Metric } from '../../../base/metrics/text.ts';
import { kubeletMetrics } from '../metrics/kubelet-metrics.ts';
import { resourceMetrics } from '../metrics/resource-metrics.ts';
import { readMachine } from '../statistics/machine.ts';

const page = (families: readonly Metric[]): Answer => ({
  status: 200,
  contentType: metricsContentType,
  body: writeMetrics(families),
});

/** `/metrics`: what the kubelet counts about itself. */
export const metricsPage = async ({ view, clock }: Exchange): Promise<Answer> =>
  page([...(await processMetrics(clock)), ...kubeletMetrics(view.pods, view), ...(view.metrics?.() ?? [])]);

export const probeMetricsPage = async ({ view, clock }: Exchange): Promise<Answer> =>
  page([...(await processMetrics(clock)), ...(view.probeMetrics?.() ?? [])]);

export async function resourceMetricsPage({ view, signal, log }: Exchange): Promise<Answer> {
  try {
    return page(resourceMetrics(await view.statistics.summary({ onlyCpuAndMemory: true, signal })));
  } catch (error) {
    log.warn({ err: error }, 'resources could not be measured');
    return page(resourceMetrics(undefined));
  }
}

export async function cadvisorMetricsPage({ view, signal }: Exchange): Promise<Answer> {
  const [summary, machine] = await Promise.all([view.statistics.summary({ signal }), readMachine()]);
  return page(containerMetrics(summary, { machine, naming: namingOf(view) }));
}

const namingOf = ({ pods }: KubeletView): ContainerNaming => ({
  labels({ podRef: { name: pod, namespace, uid } }, container) {
    const known = pods.byUid(uid);
    const group = known ? podCgroup('/', { uid, qosClass: qosClassOf(known) }) : '';
    const observed =
      container && pods.observation(uid)?.containers.find((each) => each.name === container.name && each.state === 'Running');
    const id = observed ? `${group}/${observed.id}` : group;
    return { container: container?.name ?? '', id, image: observed?.image.image ?? '', name: observed?.id ?? '', namespace, pod };
  },
});
