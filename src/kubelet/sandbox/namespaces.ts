import type { Pod } from '../../kinds/core/pod/index.ts';
import type { NamespaceOptions, UserNamespace } from '../runtime/security.ts';

export const podNamespaces = ({ spec }: Pod, user: UserNamespace | undefined): NamespaceOptions => ({
  network: spec.hostNetwork ? 'Node' : 'Pod',
  interProcess: spec.hostIPC ? 'Node' : 'Pod',
  process: spec.hostPID ? 'Node' : spec.shareProcessNamespace ? 'Pod' : 'Container',
  user,
});
