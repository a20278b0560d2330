import type { Ref } from '../../client/client.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { isPodReady } from '../../kinds/core/pod/readiness.ts';
import { Service } from '../../kinds/core/service/index.ts';
import { selectorFromLabels, type Labels } from '../../model/labels.ts';
import type { Cache } from '../../runtime/cache.ts';
import { index, on, type ChangeOf } from '../../runtime/controller.ts';
import { labelIn, podsByLabel, selectedPods } from '../pods/pods-by-label.ts';

const selectorIndex = 'namespace and selector';

/** What whoever uses the functions here has to declare. */
export const selectionIndexes = [
  podsByLabel,
  // One label of the selector is enough to find it by; the rest is compared.
  index(Service, selectorIndex, ({ metadata, spec }) =>
    Object.entries(spec.selector ?? {})
      .slice(0, 1)
      .map(([key, value]) => labelIn(metadata.namespace, key, value)),
  ),
];

/** The pods that the service selects. A selector without labels is not none: it selects all. */
export const podsOf = ({ metadata, spec }: Service, cache: Cache): readonly Pod[] =>
  selectedPods(selectorFromLabels(spec.selector), metadata.namespace, cache);

/** Whether endpoints for the service are made from pods at all. */
export const selectsPods = ({ spec }: Service): boolean => spec.type !== 'ExternalName' && spec.selector !== undefined;

/** Wakes the services whose endpoints a change of a pod may change. */
export const wakesServices = on(Pod, servicesAffectedBy);

function servicesAffectedBy(pod: Pod, { previous, isDeleted, cache }: ChangeOf<Pod>): readonly Ref[] {
  const now = servicesOf(pod, cache);
  if (!previous || isDeleted) return refsOf(now);
  const changed = isChanged(pod, previous);
  if (!changed && !isMoved(pod, previous)) return [];
  const before = servicesOf(previous, cache);
  if (changed) return refsOf(new Set([...now, ...before]));
  return refsOf(now.symmetricDifference(before));
}

const refsOf = (services: Iterable<Service>): readonly Ref[] => Array.from(services, ({ metadata }) => metadata);

function servicesOf({ metadata }: Pod, cache: Cache): Set<Service> {
  const services = new Set<Service>();
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    for (const service of cache.byIndex(Service, selectorIndex, labelIn(metadata.namespace, key, value))) {
      if (selectorFromLabels(service.spec.selector).matches(metadata.labels)) services.add(service);
    }
  }
  return services;
}

/** Whether what an endpoint says about the pod has changed. */
function isChanged(pod: Pod, previous: Pod): boolean {
  const ips = ({ status }: Pod) => (status.podIPs ?? []).map(({ ip }) => ip).join();
  return (
    pod.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp ||
    isPodReady(pod) !== isPodReady(previous) ||
    pod.status.phase !== previous.status.phase ||
    ips(pod) !== ips(previous)
  );
}

/** Whether other services may want the pod now. */
const isMoved = ({ metadata, spec }: Pod, previous: Pod): boolean =>
  spec.hostname !== previous.spec.hostname ||
  spec.subdomain !== previous.spec.subdomain ||
  !sameLabels(metadata.labels ?? {}, previous.metadata.labels ?? {});

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
