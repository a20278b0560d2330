import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodObservation } from '../pleg/observation.ts';
import type { SandboxPlan } from './pod-plan.ts';

/** Whether the pod needs a new sandbox: it has none, it does not work, or it is not what the pod asks for. */
export function planSandbox({ spec }: Pod, { sandboxes }: PodObservation): SandboxPlan {
  const [newest] = sandboxes;
  if (!newest) return { create: true, attempt: 0, id: undefined };
  const { id, metadata, state, namespaces, ips } = newest;
  const replacement = { create: true, attempt: metadata.attempt + 1, id };
  if (state !== 'Ready' || sandboxes.filter((sandbox) => sandbox.state === 'Ready').length > 1) return replacement;
  const network = spec.hostNetwork ? 'Node' : 'Pod';
  if (namespaces && namespaces.network !== network) return replacement;
  if (!spec.hostNetwork && ips.length === 0) return replacement;
  return { create: false, attempt: metadata.attempt, id };
}
