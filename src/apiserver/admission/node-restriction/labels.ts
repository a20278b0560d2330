type Labels = Readonly<Record<string, string>> | undefined;

/** Labels of Kubernetes' own that kubelets know their values of. */
const kubeletLabels = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);

const kubeletNamespaces = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

/** Labels that a kubelet changes but may not, since pods are steered by them. In order. */
export function forbiddenNodeLabels(next: Labels = {}, previous: Labels = {}): readonly string[] {
  const changed = new Set([...Object.keys(next), ...Object.keys(previous)].filter((label) => next[label] !== previous[label]));
  return [...changed].filter(isForbidden).toSorted();
}

function isForbidden(label: string): boolean {
  const slash = label.indexOf('/');
  const namespace = slash === -1 ? '' : label.slice(0, slash);
  if (isWithin(namespace, 'node-restriction.kubernetes.io')) return true;
  const isKubernetes = isWithin(namespace, 'kubernetes.io') || isWithin(namespace, 'k8s.io');
  return isKubernetes && !kubeletLabels.has(label) && !kubeletNamespaces.some((allowed) => isWithin(namespace, allowed));
}

const isWithin = (namespace: string, domain: string): boolean => namespace === domain || namespace.endsWith(`.${domain}`);
