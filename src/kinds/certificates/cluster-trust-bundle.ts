import { X509Certificate } from 'node:crypto';
import { readPem } from '../../base/pem.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { anotherVersion } from '../another-version.ts';
import { nameColumn } from '../columns.ts';
import { allInvalid, validateImmutable } from '../field-checks.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, object, required, string, type Infer } from '../../model/schema.ts';
import { validateSignerName } from './signer-name.ts';
import { checkTrustBundleName } from './trust-bundle-name.ts';

export const ClusterTrustBundleSpec = defineType('io.k8s.api.certificates.v1beta1.ClusterTrustBundleSpec', 'Whom to trust, for what.', {
  signerName: string(1, 'The signer whose certificates they vouch for; empty for any use.'),
  trustBundle: required(string(2, 'Certificates of authorities, as PEM.')),
});

export interface ClusterTrustBundleSpec extends Infer<typeof ClusterTrustBundleSpec> {}

export interface ClusterTrustBundle extends KubeObject {
  spec: ClusterTrustBundleSpec;
}

export const ClusterTrustBundle: Kind<ClusterTrustBundle> = defineKind({
  group: 'certificates.k8s.io',
  version: 'v1beta1',
  kind: 'ClusterTrustBundle',
  plural: 'clustertrustbundles',
  scope: 'Cluster',
  features: ['ClusterTrustBundle'],
  lifecycle: { deprecated: '1.37', removed: '1.40' },
  schema: 'io.k8s.api.certificates.v1beta1.ClusterTrustBundle',
  description: 'Certificates of authorities that anybody in the cluster may read, and volumes can show to pods.',
  fields: {
    spec: required(object(2, ClusterTrustBundleSpec, 'What is wanted.')),
  },
  needsVersionToUpdate: true,
  ruleOrder: { update: ['metadata', 'object', 'metadataChange', 'change'] },
  // What a name must be depends on the signer, so it is judged with the rest.
  validateName: () => [],
  *validate({ metadata, spec: { signerName = '' } }, field) {
    const { name, generateName } = metadata;
    if (name) yield* allInvalid(name, checkTrustBundleName(name, signerName, { isPrefix: false }), field.at('metadata', 'name'));
    if (generateName) {
      yield* allInvalid(
        generateName,
        checkTrustBundleName(generateName, signerName, { isPrefix: true }),
        field.at('metadata', 'generateName'),
      );
    }
    if (signerName) yield* validateSignerName(signerName, field.at('spec', 'signerName'));
  },
  validateCreate: ({ spec }, field) => validateBundle(spec.trustBundle, field.at('spec', 'trustBundle')),
  *validateUpdate({ spec }, { spec: previous }, field) {
    // What was in order once may stay, whatever the library thinks of it later.
    if (spec.trustBundle !== previous.trustBundle) yield* validateBundle(spec.trustBundle, field.at('spec', 'trustBundle'));
    yield* validateImmutable(spec.signerName ?? '', previous.signerName ?? '', field.at('spec', 'signerName'));
  },
  columns: [
    nameColumn,
    { name: 'SignerName', description: 'The signer that it is about.', value: ({ spec }) => spec.signerName || '<none>' },
  ],
  selectableFields: [{ path: 'spec.signerName', value: ({ spec }) => spec.signerName ?? '' }],
});

/** `certificates.k8s.io/v1alpha1` */
export const ClusterTrustBundleAlpha: Kind<ClusterTrustBundle> = anotherVersion(ClusterTrustBundle, {
  version: 'v1alpha1',
  lifecycle: { deprecated: '1.34', removed: '1.37' },
});

const longestBundle = 1024 * 1024;
/** Certificates are not repeated in answers. */
const omitted = '<value omitted>';

function* validateBundle(bundle: string, field: Field): FieldErrors {
  if (Buffer.byteLength(bundle) > longestBundle) {
    yield field.tooLong(longestBundle);
    return;
  }
  const indexes = new Map<string, number[]>();
  let isMalformed = false;
  for (const [index, block] of readPem(bundle).entries()) {
    const problem = blockProblem(block);
    if (problem) {
      isMalformed = true;
      yield field.invalid(omitted, `entry ${index} ${problem}`);
    } else indexes.getOrInsert(block.bytes.toString('base64'), []).push(index);
  }
  if (isMalformed) return;
  if (indexes.size === 0) yield field.invalid(omitted, 'at least one trust anchor must be provided');
  for (const same of indexes.values()) {
    if (same.length > 1) yield field.invalid(omitted, `duplicate trust anchor (indices [${same.join(' ')}])`);
  }
}

function blockProblem({ type, hasHeaders, bytes }: ReturnType<typeof readPem>[number]): string | undefined {
  if (type !== 'CERTIFICATE') return `has bad block type: ${type}`;
  if (hasHeaders) return 'has PEM block headers';
  try {
    return new X509Certificate(bytes).ca ? undefined : 'does not have the CA bit set';
  } catch (error) {
    // Whatever the library says, it is none.
    if (error instanceof Error) return 'does not parse as X.509';
    throw error;
  }
}
