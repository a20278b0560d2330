import type { Container } from '../../kinds/core/pod/container.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';

export const everyContainer = ({
  containers,
  initContainers = [],
  ephemeralContainers = [],
}: PodSpec): readonly (Container | EphemeralContainer)[] => [...initContainers, ...containers, ...ephemeralContainers];

/** Volumes no container uses are not brought to the node. */
export const usedVolumes = (spec: PodSpec): ReadonlySet<string> =>
  new Set(
    everyContainer(spec).flatMap(({ volumeMounts = [], volumeDevices = [] }) =>
      [...volumeMounts, ...volumeDevices].map(({ name }) => name),
    ),
  );
