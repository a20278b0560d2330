import { validateImmutable } from '../field-checks.ts';
import { validateCsiDriverSpec } from './csi-driver-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, boolean, int64, list, object, required, string, type Infer } from '../../model/schema.ts';

export const TokenRequest = defineType('io.k8s.api.storage.v1.TokenRequest', {
  audience: required(string(1)),
  expirationSeconds: int64(2),
});

export interface TokenRequest extends Infer<typeof TokenRequest> {}

export const CSIDriverSpec = defineType('io.k8s.api.storage.v1.CSIDriverSpec', {
  attachRequired: boolean(1),
  podInfoOnMount: boolean(2),
  volumeLifecycleModes: list(3, 'string', { listType: 'set' }),
  storageCapacity: boolean(4),
  fsGroupPolicy: string(5),
  tokenRequests: list(6, TokenRequest, { listType: 'atomic' }),
  requiresRepublish: boolean(7),
  seLinuxMount: boolean(8),
  nodeAllocatableUpdatePeriodSeconds: int64(9),
  serviceAccountTokenInSecrets: boolean(10),
  preventPodSchedulingIfMissing: boolean(11),
});

export interface CSIDriverSpec extends Infer<typeof CSIDriverSpec> {}

export interface CSIDriver extends KubeObject {
  spec: CSIDriverSpec;
}

export const CSIDriver: Kind<CSIDriver> = defineKind({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  scope: 'Cluster',
  schema: 'io.k8s.api.storage.v1.CSIDriver',
  fields: {
    spec: required(object(2, CSIDriverSpec)),
  },

  countsGenerations: true,
  needsVersionToUpdate: true,
  defaults({ spec }) {
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
  prepareCreate({ metadata, spec }) {
    // Only changes are counted, as upstream counts them.
    delete metadata.generation;
    delete spec.preventPodSchedulingIfMissing;
  },
  prepareUpdate({ spec }, previous) {
    if (previous.spec.preventPodSchedulingIfMissing === undefined) delete spec.preventPodSchedulingIfMissing;
  },
  validate: ({ spec }, field) => validateCsiDriverSpec(spec, field.at('spec')),
  *validateUpdate({ spec }, previous, field) {
    const at = field.at('spec');
    yield* validateImmutable(spec.attachRequired, previous.spec.attachRequired, at.at('attachedRequired'));
    const [modes, before] = [spec.volumeLifecycleModes, previous.spec.volumeLifecycleModes];
    if (modes?.join() !== before?.join()) yield at.at('volumeLifecycleModes').invalid(modes ?? null, 'field is immutable');
  },
  *warnings({ spec }, previous) {
    const { tokenRequests, serviceAccountTokenInSecrets } = spec;
    if (!tokenRequests?.length || serviceAccountTokenInSecrets !== undefined) return;
    if (previous && JSON.stringify(previous.spec.tokenRequests) === JSON.stringify(tokenRequests)) return;
    yield 'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';
  },
  columns: [
    {
      name: 'AttachRequired',
      type: 'boolean',
      description: 'Whether volumes are attached first.',
      value: ({ spec }) => spec.attachRequired ?? true,
    },
    {
      name: 'PodInfoOnMount',
      type: 'boolean',
      description: 'Whether it is told about pods.',
      value: ({ spec }) => spec.podInfoOnMount ?? false,
    },
    {
      name: 'StorageCapacity',
      type: 'boolean',
      description: 'Whether it tells how much it has.',
      value: ({ spec }) => spec.storageCapacity ?? false,
    },
    {
      name: 'TokenRequests',
      description: 'Audiences of the tokens it gets.',
      value: ({ spec: { tokenRequests } }) => tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
    },
    {
      name: 'RequiresRepublish',
      type: 'boolean',
      description: 'Whether it is called again and again.',
      value: ({ spec }) => spec.requiresRepublish ?? false,
    },
    { name: 'Modes', description: 'Kinds of volumes it makes.', value: ({ spec }) => spec.volumeLifecycleModes?.join(',') || '<none>' },
  ],
});
