import type { Node } from '../../kinds/core/node/index.ts';
import type { ContainerPort } from '../../kinds/core/pod/container.ts';
import { isSidecar } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { matchesNodeAffinity } from '../../kinds/core/pod/node-affinity.ts';
import { podRequests } from '../../kinds/core/pod/requests.ts';
import { isExtendedResource } from '../../kinds/core/resource-name.ts';
import { untoleratedTaint } from '../../kinds/core/tolerations.ts';
import { quantityMilliValue, quantityValue } from '../../model/quantity.ts';
import { refuseSysctls } from './sysctls.ts';

/** Why a node does not take a pod that was bound to it: reason and message of the pod's status. */
export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

export interface AdmissionNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: NonNullable<Node['spec']['taints']>;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly hasAppArmor: boolean;
  readonly supportsStrictGroups: boolean;
}

export interface AdmissionSituation {
  readonly node: AdmissionNode;
  /** Those the node has taken and that are not over. */
  readonly others: readonly Pod[];
}

/** The scheduler looked at the node some time ago, or did not look at all: what upstream's kubelet checks again. */
export function admit(pod: Pod, { node, others }: AdmissionSituation): Refusal | undefined {
  return (
    refuseSystem(pod, node) ??
    refuseSysctls(pod) ??
    refuseAppArmor(pod, node) ??
    refuseResources(pod, node, others) ??
    refusePlacement(pod, node, others)
  );
}

function refuseSystem({ metadata, spec }: Pod, { supportsStrictGroups }: AdmissionNode): Refusal | undefined {
  const wanted = metadata.labels?.['kubernetes.io/os'];
  if (wanted !== undefined && wanted !== 'linux') {
    const message = "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label";
    return { reason: 'PodOSSelectorNodeLabelDoesNotMatch', message };
  }
  if (spec.os && spec.os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  if (spec.securityContext?.supplementalGroupsPolicy === 'Strict' && !supportsStrictGroups) {
    return { reason: 'SupplementalGroupsPolicyNotSupported', message: 'SupplementalGroupsPolicy=Strict is not supported in this node' };
  }
  return undefined;
}

function refuseAppArmor({ spec, status }: Pod, { hasAppArmor }: AdmissionNode): Refusal | undefined {
  if (hasAppArmor || (status.phase ?? 'Pending') !== 'Pending') return undefined;
  const contexts = [
    spec.securityContext,
    ...[...(spec.initContainers ?? []), ...spec.containers].map((container) => container.securityContext),
  ];
  const wants = contexts.some((context) => context?.appArmorProfile && context.appArmorProfile.type !== 'Unconfined');
  return wants ? { reason: 'AppArmor', message: 'Cannot enforce AppArmor: AppArmor is not enabled on the host' } : undefined;
}

/** As far as amounts go. */
export function refuseResources(pod: Pod, { allocatable }: AdmissionNode, others: readonly Pod[]): Refusal | undefined {
  const places = quantityValue(allocatable['pods'] ?? '0');
  if (others.length + 1 > places) return insufficient('pods', { requested: 1, used: others.length, capacity: places });
  const requests = podRequests(pod);
  for (const name of ['cpu', 'memory', 'ephemeral-storage', ...Object.keys(requests)]) {
    const amount = name === 'cpu' ? quantityMilliValue : quantityValue;
    const requested = amount(requests[name] ?? '0');
    // Extended resources the node does not know may be met elsewhere.
    if (requested === 0 || (isExtendedResource(name) && !(name in allocatable))) continue;
    const used = others.reduce((sum, other) => sum + amount(podRequests(other, { withStatus: true })[name] ?? '0'), 0);
    const capacity = amount(allocatable[name] ?? '0');
    if (requested > capacity - used) return insufficient(name, { requested, used, capacity });
  }
  return undefined;
}

const insufficient = (
  resource: string,
  { requested, used, capacity }: { readonly requested: number; readonly used: number; readonly capacity: number },
): Refusal => ({
  reason: `OutOf${resource}`,
  message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
});

function refusePlacement(pod: Pod, { name, labels, taints }: AdmissionNode, others: readonly Pod[]): Refusal | undefined {
  const failed = (reason: string, description: string): Refusal => ({ reason, message: `Predicate ${reason} failed: ${description}` });
  if (!matchesNodeAffinity(pod.spec, { name, labels })) {
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  }
  if (pod.spec.nodeName !== name) return failed('NodeName', "node(s) didn't match the requested node name");
  const taken = others.flatMap(hostPorts);
  if (hostPorts(pod).some((port) => taken.some((other) => collide(port, other)))) {
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  }
  if (untoleratedTaint(taints, pod.spec.tolerations, ['NoExecute'])) {
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  }
  return undefined;
}

const hostPorts = ({ spec }: Pod): readonly ContainerPort[] =>
  [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers].flatMap(({ ports = [] }) =>
    ports.filter(({ hostPort = 0 }) => hostPort > 0),
  );

function collide(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? 'TCP') !== (b.protocol ?? 'TCP')) return false;
  const [one, other] = [a.hostIP || '0.0.0.0', b.hostIP || '0.0.0.0'];
  return one === other || one === '0.0.0.0' || other === '0.0.0.0';
}
