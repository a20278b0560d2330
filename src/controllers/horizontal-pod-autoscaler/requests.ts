import type { Pod } from '../../kinds/core/pod/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { quantityMilliValue } from '../../model/quantity.ts';

/** What each pod, or one container of each, requests of a resource, in thousandths. Throws where one does not say. */
export const requestsOf = (pods: readonly Pod[], resource: string, container: string | undefined): ReadonlyMap<string, number> =>
  new Map(pods.map((pod) => [pod.metadata.name, requestOf(pod, resource, container)]));

function requestOf(pod: Pod, resource: string, container: string | undefined): number {
  const { spec, metadata } = pod;
  if (container === undefined && Object.keys(spec.resources?.requests ?? {}).length > 0) {
    const request = podRequests(pod)[resource];
    if (request === undefined) throw new Error(`missing pod-level request for ${resource} in Pod ${metadata.name}`);
    return quantityMilliValue(request);
  }
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const counted = [...spec.containers, ...sidecars].filter(({ name }) => container === undefined || name === container);
  if (counted.length === 0) throw new Error(`container ${container} not found in Pod ${metadata.name}`);
  return counted.reduce((sum, { name, resources }) => {
    const request = resources?.requests?.[resource];
    if (request === undefined) throw new Error(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
    return sum + quantityMilliValue(request);
  }, 0);
}
