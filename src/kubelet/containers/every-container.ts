import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

/** Ephemeral containers have the fields of containers, with laxer types for values that are checked the same. */
export const asContainer = (container: EphemeralContainer): Container => container as Container;

export const ephemeralContainers = ({ ephemeralContainers = [] }: PodSpec): readonly Container[] => ephemeralContainers.map(asContainer);

export const containerNamed = (spec: PodSpec, name: string): Container | undefined =>
  [...spec.containers, ...(spec.initContainers ?? []), ...ephemeralContainers(spec)].find((container) => container.name === name);
