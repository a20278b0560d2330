import { allContainers } from '../../kinds/core/pod/containers.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { labelOf } from './label.ts';

/** How a pod wants files of a volume labelled. */
export interface VolumeUse {
  /** Empty when the runtime labels file by file, or nobody said what the label is. */
  readonly label: string;
  readonly changePolicy: 'MountOption' | 'Recursive';
}

/** How the pod uses its volume of that name, which can be mounted with a label; `unclear` when its containers want several. */
export function useOf({ spec }: Pod, volumeName: string): VolumeUse | 'unclear' {
  const { seLinuxOptions, seLinuxChangePolicy } = spec.securityContext ?? {};
  const options = allContainers(spec)
    .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === volumeName))
    .flatMap(({ securityContext }) => securityContext?.seLinuxOptions ?? seLinuxOptions ?? []);
  const [label = '', ...others] = new Set(options.map(labelOf));
  if (others.length > 0) return 'unclear';
  return seLinuxChangePolicy === 'Recursive' || label === ''
    ? { label: '', changePolicy: 'Recursive' }
    : { label, changePolicy: 'MountOption' };
}

/** Whether any container mounts it: devices have no label of their own. */
export const isMounted = ({ spec }: Pod, volumeName: string): boolean =>
  allContainers(spec).some(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === volumeName));
