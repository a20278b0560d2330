import type { Field, FieldErrors } from '../../model/field.ts';
import { checkConfigMapKey } from '../../model/names.ts';
import { ageColumn } from '../columns.ts';
import { anotherVersion } from '../another-version.ts';
import { validateImmutable } from '../field-checks.ts';
import { compareSemanticVersions, parseSemanticVersion } from '../semantic-version.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, microTime, object, required, string, type Infer } from '../../model/schema.ts';
import { validateLeaseStrategy } from './lease-strategy.ts';

export const LeaseCandidateSpec = defineType('io.k8s.api.coordination.v1beta1.LeaseCandidateSpec', 'Who would lead, and as what version.', {
  leaseName: required(string(1, 'The lease that it would hold.')),
  pingTime: microTime(2, 'When it was last asked whether it is there.'),
  renewTime: microTime(3, 'When it last said that it is.'),
  binaryVersion: required(string(4, 'The version that it is.')),
  emulationVersion: string(5, 'The version that it behaves as.'),
  strategy: required(string(6, 'How whoever leads is chosen.', { omitEmpty: true })),
});

export interface LeaseCandidateSpec extends Infer<typeof LeaseCandidateSpec> {}

export interface LeaseCandidate extends KubeObject {
  spec: LeaseCandidateSpec;
}

export const LeaseCandidate: Kind<LeaseCandidate> = defineKind({
  group: 'coordination.k8s.io',
  version: 'v1beta1',
  kind: 'LeaseCandidate',
  plural: 'leasecandidates',
  scope: 'Namespaced',
  lifecycle: { deprecated: '1.36', removed: '1.39' },
  schema: 'io.k8s.api.coordination.v1beta1.LeaseCandidate',
  description: 'Somebody who would hold a lease, where a coordinator chooses who does.',
  fields: {
    spec: required(object(2, LeaseCandidateSpec, 'What is wanted.')),
  },
  needsVersionToUpdate: true,
  createsOnUpdate: true,
  validateName: (name) => checkConfigMapKey(name),
  validate: ({ spec }, field) => validateSpec(spec, field.at('spec')),
  validateUpdate: ({ spec }, previous, field) => validateImmutable(spec.leaseName, previous.spec.leaseName, field.at('spec', 'leaseName')),
  columns: [
    { name: 'LeaseName', description: 'The lease that it would hold.', value: ({ spec }) => spec.leaseName },
    { name: 'BinaryVersion', description: 'The version that it is.', value: ({ spec }) => spec.binaryVersion },
    { name: 'EmulationVersion', description: 'The version that it behaves as.', value: ({ spec }) => spec.emulationVersion ?? '' },
    ageColumn,
  ],
});

/** `coordination.k8s.io/v1alpha2` */
export const LeaseCandidateAlpha: Kind<LeaseCandidate> = anotherVersion(LeaseCandidate, {
  version: 'v1alpha2',
  lifecycle: { deprecated: '1.35', removed: '1.38' },
});

const none = { numbers: [0, 0, 0], preRelease: [] };
const notSemantic = 'must be a valid semantic version';

function* validateSpec(spec: Readonly<LeaseCandidateSpec>, field: Field): FieldErrors {
  const { leaseName, binaryVersion, emulationVersion = '', strategy } = spec;
  if (!leaseName) yield field.at('leaseName').required();
  const emulated = parseSemanticVersion(emulationVersion);
  if (emulationVersion && !emulated) yield field.at('emulationVersion').invalid(emulationVersion, notSemantic);
  const at = field.at('binaryVersion');
  const binary = parseSemanticVersion(binaryVersion);
  if (!binaryVersion) yield at.required();
  else if (!binary) yield at.invalid(binaryVersion, notSemantic);
  if (binaryVersion && emulationVersion && compareSemanticVersions(binary ?? none, emulated ?? none) < 0) {
    yield at.invalid(binaryVersion, 'must be greater than or equal to `emulationVersion`');
  }
  if (!strategy) {
    yield field.at('strategy').required();
    return;
  }
  if (strategy === 'OldestEmulationVersion' && compareSemanticVersions(emulated ?? none, none) === 0) {
    yield field.at('emulationVersion').required("must be specified when `strategy` is 'OldestEmulationVersion'");
  }
  yield* validateLeaseStrategy(strategy, field.at('strategy'));
}
