import type { Lifecycle } from '../../../model/kind.ts';

/** Of all of `resource.k8s.io/v1beta1`. */
export const lifecycle: Lifecycle = { deprecated: '1.35', removed: '1.38' };
