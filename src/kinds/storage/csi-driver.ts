import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { dropGated, type GatedFields } from '../gated.ts';
import { validateImmutable } from '../field-checks.ts';
import { validateCsiDriverSpec } from './csi-driver-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, boolean, int64, list, object, required, string, type Infer } from '../../model/schema.ts';

export const TokenRequest = defineType('io.k8s.api.storage.v1.TokenRequest', 'A token that a driver wants.', {
  audience: required(string(1, 'Who the token is for; empty for the API server.')),
  expirationSeconds: int64(2, 'How many seconds the token is valid: 3600 unless given, at least 600.'),
});

export interface TokenRequest extends Infer<typeof TokenRequest> {}

export const CSIDriverSpec = defineType('io.k8s.api.storage.v1.CSIDriverSpec', 'The state that is wanted.', {
  attachRequired: boolean(1, 'Whether volumes are attached to nodes before they are mounted: true unless given. It cannot be changed.'),
  podInfoOnMount: boolean(2, 'Whether the driver is told which pod a volume is mounted for. False unless given.'),
  volumeLifecycleModes: list(3, 'string', 'Persistent for volumes of claims (the default), Ephemeral for volumes written into pods.', {
    listType: 'set',
  }),
  storageCapacity: boolean(4, 'Whether the scheduler heeds the capacity that the driver reports. False unless given.'),
  fsGroupPolicy: string(5, 'Whether fsGroup of pods is applied: ReadWriteOnceWithFSType (the default) guesses, File always, None never.'),
  tokenRequests: list(6, TokenRequest, "Tokens of the pod's account that the driver gets when it mounts a volume.", { listType: 'atomic' }),
  requiresRepublish: boolean(
    7,
    'Whether the driver is called again and again for mounted volumes, say to renew tokens. False unless given.',
  ),
  seLinuxMount: boolean(8, 'Whether volumes can be mounted with an SELinux label, each by itself. False unless given.'),
  nodeAllocatableUpdatePeriodSeconds: int64(
    9,
    'Every how many seconds a node asks how many volumes it can take; at least 10. Never again unless given.',
  ),
  serviceAccountTokenInSecrets: boolean(
    10,
    "Whether tokens come among the secrets of a call instead of the volume's attributes. False unless given.",
  ),
  preventPodSchedulingIfMissing: boolean(
    11,
    'Whether pods with its volumes stay off nodes that do not run the driver. False unless given.',
  ),
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
  description: 'A CSI driver that is installed: its name, and what it can do.',
  fields: {
    spec: required(object(2, CSIDriverSpec, 'What the driver can do and wants to be told.')),
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
  prepareCreate({ metadata, spec }, { gates }) {
    // Only changes are counted, as upstream counts them.
    delete metadata.generation;
    preparePrevention(spec, gates);
  },
  prepareUpdate: ({ spec }, previous, { gates }) => preparePrevention(spec, gates, previous.spec),
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

const gated: readonly GatedFields<CSIDriverSpec>[] = [
  {
    features: ['VolumeLimitScaling'],
    isUsed: ({ preventPodSchedulingIfMissing }) => preventPodSchedulingIfMissing !== undefined,
    drop: (spec) => delete spec.preventPodSchedulingIfMissing,
  },
];

function preparePrevention(spec: CSIDriverSpec, gates: FeatureGates, previous?: Readonly<CSIDriverSpec>): void {
  if (gates.isOn('VolumeLimitScaling')) spec.preventPodSchedulingIfMissing ??= false;
  dropGated(gated, gates, spec, previous);
}
