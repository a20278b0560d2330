import type { Container } from './container.ts';
import type { EphemeralContainer } from './ephemeral-container.ts';
import type { PodSpec } from './spec.ts';

/** A restartable init container: it starts in its turn and keeps running beside the main ones (KEP-753). */
export const isSidecar = ({ restartPolicy }: Readonly<Container>): boolean => restartPolicy === 'Always';

/** Init containers first, then the main ones, then ephemeral ones: the order in which they may start. */
export const allContainers = (spec: Readonly<PodSpec>): readonly (Container | EphemeralContainer)[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
  ...(spec.ephemeralContainers ?? []),
];
