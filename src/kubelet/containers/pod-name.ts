import type { Pod } from '../../kinds/core/pod/index.ts';

/** How messages name a pod. */
export const podTitle = ({ metadata: { name, namespace = '', uid } }: Pick<Pod, 'metadata'>): string => `${name}_${namespace}(${uid})`;
