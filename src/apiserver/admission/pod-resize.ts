import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { PodSpec } from '../../kinds/core/pod/spec.ts';
import type { ResourceList } from '../../kinds/core/resource-list.ts';
import { isSame } from '../../kinds/same.ts';
import { ApiError } from '../../model/errors.ts';
import { compareQuantities, quantityMilliValue, quantityValue } from '../../model/quantity.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

/** Pods are resized to what their node could give them if it were empty, and only where that can be done (KEP-1287). */
export const podResize: AdmissionPlugin = {
  name: 'PodResizeValidator',
  async validate(request, reader) {
    if (request.operation !== 'UPDATE' || request.subresource !== 'resize' || !isAbout(request, Pod)) return;
    const { object: pod, oldObject } = request;
    if (!pod?.spec.nodeName || !oldObject || isSame(PodSpec, pod.spec, oldObject.spec)) return;
    const name = pod.spec.nodeName;
    const node = await reader.get(Node, { name });
    if (!node) throw refuse(request, `node ${JSON.stringify(name)} not found`);
    const system = node.metadata.labels?.['kubernetes.io/os'] ?? 'linux';
    if (system !== 'linux') {
      const where = `node ${JSON.stringify(name)} is ${JSON.stringify(system)}`;
      throw refuseFor('UnsupportedPlatform', request, `pod resize is only supported on linux nodes, ${where}`);
    }
    const lacking = lackOf(podRequests(pod), node.status.allocatable ?? {});
    if (lacking.length > 0)
      throw refuseFor('NodeCapacity', request, `node didn't have enough allocatable resources: ${lacking.join('; ')}`);
  },
};

const resources = { cpu: quantityMilliValue, memory: quantityValue };

function lackOf(requested: ResourceList, allocatable: ResourceList): string[] {
  return Object.entries(resources).flatMap(([name, shown]) => {
    const [wanted = '0', most = '0'] = [requested[name], allocatable[name]];
    return compareQuantities(wanted, most) > 0 ? [`${name}, requested: ${shown(wanted)}, allocatable: ${shown(most)}`] : [];
  });
}

/** A refusal that programs can tell from others. */
function refuseFor(cause: string, request: AdmissionRequest, message: string): ApiError {
  const { status } = refuse(request, message);
  return new ApiError('Forbidden', status.message ?? '', { details: { ...status.details, causes: [{ reason: cause }] } });
}
