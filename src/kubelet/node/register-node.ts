import type { Client } from '../../client/client.ts';
import { Node } from '../../kinds/core/node/index.ts';
import type { NodeStatus, Taint } from '../../kinds/core/node/schema.ts';
import { ApiError } from '../../model/errors.ts';

export interface Registration {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly providerId: string | undefined;
  readonly status: NodeStatus;
}

/** For the labels every node has. */
export const nodeLabels = (
  { hostname, architecture }: { readonly hostname: string; readonly architecture: string },
  more: Readonly<Record<string, string>>,
): Record<string, string> => ({
  'kubernetes.io/hostname': hostname,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': architecture,
  'beta.kubernetes.io/os': 'linux',
  'beta.kubernetes.io/arch': architecture,
  ...more,
});

/** Makes the node known to the cluster, or finds it known and puts the labels right that are the kubelet's to set. */
export async function registerNode(
  client: Client,
  { name, labels, taints, providerId, status }: Registration,
  signal: AbortSignal,
): Promise<Node> {
  try {
    const annotations = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' };
    const spec = { ...(taints.length > 0 && { taints: [...taints] }), ...(providerId && { providerID: providerId }) };
    return await client.create(Node, { metadata: { name, labels: { ...labels }, annotations }, spec, status }, { signal });
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
  }
  const existing = await client.get(Node, { name }, { signal });
  const missing = Object.entries(labels).filter(([key, value]) => existing.metadata.labels?.[key] !== value);
  if (missing.length === 0) return existing;
  return await client.patch(Node, { name }, { type: 'merge', body: { metadata: { labels: Object.fromEntries(missing) } } }, { signal });
}
