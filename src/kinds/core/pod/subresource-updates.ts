import type { SubresourceUpdate, Write } from '../../../model/kind.ts';
import { keepMetadata } from '../../kept-metadata.ts';
import type { Container } from './container.ts';
import { dropGatedFields } from './gated-fields.ts';
import type { Pod } from './index.ts';
import { validateEphemeralContainersUpdate } from './validation/ephemeral-update.ts';
import { validatePodResize } from './validation/resize.ts';

/** What comes through `ephemeralcontainers` is these, and nothing else. */
export const ephemeralContainersUpdate: SubresourceUpdate<Pod> = {
  prepare: keepAllButEphemeralContainers,
  steps: ['metadataChange', 'metadata', 'change'],
  validate: validateEphemeralContainersUpdate,
};

/** What comes through `resize` is resources (KEP-1287). */
export const resourcesUpdate: SubresourceUpdate<Pod> = {
  prepare: keepAllButResources,
  steps: ['metadataChange', 'metadata', 'change'],
  validate: validatePodResize,
};

function keepAllButEphemeralContainers(next: Pod, previous: Readonly<Pod>, { gates }: Write): void {
  const { ephemeralContainers } = next.spec;
  keepMetadata(next.metadata, previous.metadata);
  next.status = previous.status;
  const { ephemeralContainers: _, ...spec } = previous.spec;
  next.spec = { ...spec, ...(ephemeralContainers && { ephemeralContainers }) };
  dropGatedFields(next.spec, gates, previous.spec);
}

// Other containers than there are would not be heard of, so they are left to be refused.
function keepAllButResources(next: Pod, previous: Readonly<Pod>, { gates }: Write): void {
  const { containers, initContainers, resources } = next.spec;
  const before = previous.spec;
  if (containers.length !== before.containers.length || (initContainers?.length ?? 0) !== (before.initContainers?.length ?? 0)) return;
  const merged = initContainers && withResourcesOf(before.initContainers ?? [], initContainers);
  keepMetadata(next.metadata, previous.metadata);
  next.status = previous.status;
  const { resources: _, initContainers: __, ...spec } = before;
  next.spec = {
    ...spec,
    containers: withResourcesOf(before.containers, containers),
    ...(merged && { initContainers: merged }),
    ...(resources && { resources }),
  };
  dropGatedFields(next.spec, gates, before);
}

function withResourcesOf(previous: readonly Container[], next: Container[]): Container[] {
  if (next.some(({ name }, index) => name !== previous[index]?.name)) return next;
  return next.map(({ resources, resizePolicy }, index) => {
    // As many as before, with the same names.
    const { resources: _, resizePolicy: __, ...container } = previous[index] as Container;
    return { ...container, ...(resources && { resources }), ...(resizePolicy && { resizePolicy }) };
  });
}
