import { qosClassOf } from '../../../kinds/core/pod/qos.ts';
import { podCgroup } from '../../cgroups/names.ts';
import type { Answer } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { KubeletView } from '../kubelet-view.ts';
import { containerMetrics, type ContainerNaming } from '../metrics/container-metrics.ts';
import { expositionContentType, expositionText, type MetricFamily } from '../metrics/exposition.ts';
import { kubeletMetrics, processMetrics } from '../metrics/process-metrics.ts';
import { resourceMetrics } from '../metrics/resource-metrics.ts';
import { readMachine } from '../statistics/machine.ts';

const page = (families: readonly MetricFamily[]): Answer => ({
  status: 200,
  contentType: expositionContentType,
  body: expositionText(families),
});

/** `/metrics`: what the kubelet counts about itself. */
export const metricsPage = ({ view, clock }: Exchange): Answer =>
  page([...processMetrics({ nowMs: clock.now() }), ...kubeletMetrics(view.pods, view), ...(view.metrics?.() ?? [])]);

export const probeMetricsPage = ({ view, clock }: Exchange): Answer =>
  page([...processMetrics({ nowMs: clock.now() }), ...(view.probeMetrics?.() ?? [])]);

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
