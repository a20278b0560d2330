import type { Field } from '../../../../model/field.ts';
import type { Container } from '../container.ts';
import type { EphemeralContainer } from '../ephemeral-container.ts';
import type { PodSpec } from '../spec.ts';

/** Every container with its place, init containers first. */
export function* containersWithFields(
  spec: Readonly<PodSpec>,
  field: Field,
): Iterable<[container: Container | EphemeralContainer, field: Field]> {
  for (const name of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    for (const [index, container] of spec[name]?.entries() ?? []) yield [container, field.at(name, index)];
  }
}
