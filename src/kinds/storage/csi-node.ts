import type { Field, FieldErrors } from '../../model/field.ts';
import { validateCsiDriverName } from '../core/csi-driver-name.ts';
import { validateNonNegative, validateQualifiedName } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, int32, list, object, required, string, type Infer } from '../../model/schema.ts';

export const VolumeNodeResources = defineType('io.k8s.api.storage.v1.VolumeNodeResources', 'A limit to the volumes of one driver.', {
  count: int32(1, 'How many volumes of the driver can be on the node at once. No limit unless given.'),
});

export interface VolumeNodeResources extends Infer<typeof VolumeNodeResources> {}

export const CSINodeDriver = defineType('io.k8s.api.storage.v1.CSINodeDriver', 'A driver that runs on a node.', {
  name: required(string(1, 'Name of the driver.')),
  nodeID: required(string(2, 'What the driver calls the node.')),
  topologyKeys: always(list(3, 'string', 'Labels of the node that say where its volumes can be reached from.', { listType: 'atomic' })),
  allocatable: object(4, VolumeNodeResources, 'How many volumes the node can take.'),
});

export interface CSINodeDriver extends Infer<typeof CSINodeDriver> {}

export const CSINodeSpec = defineType('io.k8s.api.storage.v1.CSINodeSpec', 'The state that was found last.', {
  drivers: required(
    list(1, CSINodeDriver, 'The drivers, by name. Empty means that none is ready.', {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: 'merge',
      patchMergeKey: 'name',
    }),
  ),
});

export interface CSINodeSpec extends Infer<typeof CSINodeSpec> {}

export interface CSINode extends KubeObject {
  spec: CSINodeSpec;
}

export const CSINode: Kind<CSINode> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.CSINode',
  description: 'CSI drivers on the node of the same name. Kept by the node itself.',
  fields: {
    spec: required(object(2, CSINodeSpec, 'Drivers that run on the node.')),
  },

  needsVersionToUpdate: true,
  ruleOrder: { update: ['metadata', 'object', 'change'] },
  *validate({ spec: { drivers } }, field) {
    const names = new Set<string>();
    for (const [index, driver] of drivers?.entries() ?? []) {
      const at = field.at('spec', 'drivers', index);
      yield* validateDriver(driver, at);
      if (names.has(driver.name)) yield at.at('name').duplicate(driver.name);
      names.add(driver.name);
    }
  },
  *validateUpdate({ spec }, previous, field) {
    for (const { allocatable: _, ...before } of previous.spec.drivers ?? []) {
      const found = spec.drivers?.find(({ name }) => name === before.name);
      if (!found) continue;
      const { allocatable: __, ...now } = found;
      if (!isSame(CSINodeDriver, now, before)) yield field.at('spec', 'drivers').invalid(goForm(CSINodeDriver, now), 'field is immutable');
    }
  },
  columns: [
    { name: 'Drivers', type: 'integer', description: 'Drivers that run on the node.', value: ({ spec }) => spec.drivers?.length ?? 0 },
  ],
});

const longestNodeId = 256;

function* validateDriver({ name, nodeID, topologyKeys, allocatable }: CSINodeDriver, field: Field): FieldErrors {
  yield* validateCsiDriverName(name, field.at('name'));
  if (!nodeID) yield field.at('nodeID').required();
  if (Buffer.byteLength(nodeID) > longestNodeId) yield field.at('nodeID').invalid(nodeID, `must be ${longestNodeId} characters or less`);
  yield* validateNonNegative(allocatable?.count, field.at('allocatable', 'count'));
  const seen = new Set<string>();
  for (const key of topologyKeys ?? []) {
    if (!key) yield field.required();
    if (seen.has(key)) yield field.duplicate(key);
    seen.add(key);
    yield* validateQualifiedName(key, field);
  }
}
