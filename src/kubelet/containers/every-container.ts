import type { Container } from '../../kinds/core/pod/container.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

export const ephemeralContainers = ({ ephemeralContainers = [] }: PodSpec): readonly Container[] => ephemeralContainers;

export const containerNamed = (spec: PodSpec, name: string): Container | undefined =>
  [...spec.containers, ...(spec.initContainers ?? []), ...ephemeralContainers(spec)].find((container) => container.name === name);
