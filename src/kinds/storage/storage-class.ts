import type { ObjectMeta } from '../../model/meta.ts';
import { ageColumn } from '../columns.ts';
import { nodeLabelWarning } from '../core/node-label-warnings.ts';
import { validateImmutable, validateOneOf } from '../field-checks.ts';
import { goMap } from '../go-form.ts';
import { isSame } from '../same.ts';
import { validateDriver, validateParameters } from './parameters.ts';
import { validateTopologies } from './topology-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, boolean, list, map, oneOf, required, string, type Infer } from '../../model/schema.ts';

export const TopologySelectorLabelRequirement = defineType(
  'io.k8s.api.core.v1.TopologySelectorLabelRequirement',
  'Values that a label may have.',
  {
    key: required(string(1, 'Key of the label.')),
    values: required(list(2, 'string', 'Values, of which one must be there.', { listType: 'atomic' })),
  },
);

export interface TopologySelectorLabelRequirement extends Infer<typeof TopologySelectorLabelRequirement> {}

export const TopologySelectorTerm = defineType(
  'io.k8s.api.core.v1.TopologySelectorTerm',
  'Places where volumes may be made. All demands must be met.',
  {
    matchLabelExpressions: list(1, TopologySelectorLabelRequirement, 'Demands on the labels of nodes.', { listType: 'atomic' }),
  },
  { mapType: 'atomic' },
);

export interface TopologySelectorTerm extends Infer<typeof TopologySelectorTerm> {}

export interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: 'Delete' | 'Recycle' | 'Retain';
  mountOptions?: string[];
  allowVolumeExpansion?: boolean;
  volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  allowedTopologies?: TopologySelectorTerm[];
}

export const StorageClass: Kind<StorageClass> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.StorageClass',
  description: 'A kind of storage that claims can ask for, and who makes its volumes. An annotation makes a class the default.',
  fields: {
    provisioner: required(string(2, 'Who makes the volumes, mostly a CSI driver. It cannot be changed.')),
    parameters: map(3, 'string', 'Settings for the provisioner, such as the type of disk. They cannot be changed.'),
    reclaimPolicy: oneOf(
      4,
      ['Delete', 'Recycle', 'Retain'],
      'What becomes of a volume when its claim is deleted: Delete (the default) or Retain.',
    ),
    mountOptions: list(5, 'string', 'Options for mounting its volumes. They are not checked: a wrong one makes mounting fail.', {
      listType: 'atomic',
    }),
    allowVolumeExpansion: boolean(6, 'Whether claims may be made larger. False unless given.'),
    volumeBindingMode: oneOf(
      7,
      ['Immediate', 'WaitForFirstConsumer'],
      'Immediate (the default) makes volumes at once; WaitForFirstConsumer where the first pod is to run, which suits zones.',
    ),
    allowedTopologies: list(8, TopologySelectorTerm, 'Where volumes may be made; anywhere unless given.', { listType: 'atomic' }),
  },

  defaults(storageClass) {
    storageClass.reclaimPolicy ??= 'Delete';
    storageClass.volumeBindingMode ??= 'Immediate';
  },
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  *validate({ provisioner, parameters = {}, reclaimPolicy, volumeBindingMode, allowedTopologies = [] }, field) {
    yield* validateDriver(provisioner, field.at('provisioner'));
    yield* validateParameters(parameters, field.at('parameters'));
    if (reclaimPolicy) yield* validateOneOf(reclaimPolicy, ['Delete', 'Retain'], field.at('reclaimPolicy'));
    yield* validateOneOf(volumeBindingMode ?? '', ['Immediate', 'WaitForFirstConsumer'], field.at('volumeBindingMode'));
    yield* validateTopologies(allowedTopologies, field.at('allowedTopologies'));
  },
  *validateUpdate(next, previous, field) {
    if (!isSame(parameterMap, next.parameters, previous.parameters)) {
      yield field.at('parameters').invalid(goMap(next.parameters), 'field is immutable');
    }
    for (const name of ['provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const) {
      yield* validateImmutable(next[name], previous[name], field.at(name));
    }
  },
  *warnings({ allowedTopologies }) {
    for (const [index, { matchLabelExpressions }] of allowedTopologies?.entries() ?? []) {
      for (const [at, { key }] of matchLabelExpressions?.entries() ?? []) {
        const message = nodeLabelWarning(key);
        if (message) yield `allowedTopologies[${index}].matchLabelExpressions[${at}].key: ${message}`;
      }
    }
  },
  columns: [
    {
      name: 'Name',
      format: 'name',
      description: 'Its name, and whether it is the default.',
      value: ({ metadata }) => (isDefaultClass(metadata) ? `${metadata.name} (default)` : metadata.name),
    },
    { name: 'Provisioner', description: 'Who makes its volumes.', value: ({ provisioner }) => provisioner },
    { name: 'ReclaimPolicy', description: 'What becomes of its volumes.', value: ({ reclaimPolicy = 'Delete' }) => reclaimPolicy },
    {
      name: 'VolumeBindingMode',
      description: 'When volumes are made: at once, or when a pod needs one.',
      value: ({ volumeBindingMode = 'Immediate' }) => volumeBindingMode,
    },
    {
      name: 'AllowVolumeExpansion',
      description: 'Whether its volumes can grow.',
      value: ({ allowVolumeExpansion = false }) => allowVolumeExpansion,
    },
    ageColumn,
  ],
});

const parameterMap = { type: 'map', values: 'string' } as const;

/** Whether claims that name no class get this one. */
export const isDefaultClass = ({ annotations }: ObjectMeta): boolean =>
  annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ||
  annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true';
