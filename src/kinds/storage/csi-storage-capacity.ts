import { Field } from '../../model/field.ts';
import { validateLabelSelector } from '../../model/label-validation.ts';
import { quantitySign } from '../../model/quantity.ts';
import { nodeLabelSelectorWarnings } from '../core/node-label-warnings.ts';
import { mustNotBeNegative, validateDnsSubdomain, validateImmutable } from '../field-checks.ts';
import { goForm } from '../go-form.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { LabelSelector } from '../../model/meta.ts';
import { object, quantity, required, string } from '../../model/schema.ts';

export interface CSIStorageCapacity extends KubeObject {
  nodeTopology?: LabelSelector;
  storageClassName: string;
  capacity?: string;
  maximumVolumeSize?: string;
}

export const CSIStorageCapacity: Kind<CSIStorageCapacity> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  scope: 'Namespaced',
  schema: 'io.k8s.api.storage.v1.CSIStorageCapacity',
  description: 'How much storage there is for a class in a part of the cluster. Written by drivers for the scheduler.',
  fields: {
    nodeTopology: object(2, LabelSelector, 'Labels of the nodes that can reach the storage; none unless given, all if empty.'),
    storageClassName: required(string(3, 'Class that this is about. It cannot be changed.')),
    capacity: quantity(4, 'How much storage is left. Unknown unless given.'),
    maximumVolumeSize: quantity(5, 'The largest volume that can be made. Unknown unless given.'),
  },

  needsVersionToUpdate: true,
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  *validate({ nodeTopology, storageClassName, capacity }, field) {
    if (nodeTopology) yield* validateLabelSelector(nodeTopology, field.at('nodeTopology'));
    yield* validateDnsSubdomain(storageClassName, field.at('storageClassName'));
    if (capacity !== undefined && quantitySign(capacity) < 0) yield field.at('capacity').invalid(capacity, mustNotBeNegative);
  },
  *validateUpdate({ nodeTopology, storageClassName }, previous, field) {
    if (!isSame(LabelSelector, nodeTopology, previous.nodeTopology)) {
      yield field.at('nodeTopology').invalid(nodeTopology ? goForm(LabelSelector, nodeTopology) : null, 'field is immutable');
    }
    yield* validateImmutable(storageClassName, previous.storageClassName, field.at('storageClassName'));
  },
  *warnings({ nodeTopology }) {
    if (nodeTopology) yield* nodeLabelSelectorWarnings(nodeTopology, new Field('nodeTopology'));
  },
});
