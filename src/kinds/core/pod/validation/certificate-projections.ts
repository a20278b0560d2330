import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateLabelSelector } from '../../../../model/label-validation.ts';
import { LabelSelector } from '../../../../model/meta.ts';
import { longestSeconds, shortestSeconds } from '../../../certificates/certificate-lifetime.ts';
import { validateSignerName } from '../../../certificates/signer-name.ts';
import { checkTrustBundleName, signerOfTrustBundle } from '../../../certificates/trust-bundle-name.ts';
import { validateUserAnnotations } from '../../../certificates/user-annotations.ts';
import { goForm } from '../../../go-form.ts';
import { ClusterTrustBundleProjection, type PodCertificateProjection } from '../projected-volume.ts';
import { validateLocalPath } from './paths.ts';

/** Certificates of authorities: one bundle, or those of a signer (KEP-3257). */
export function* validateTrustBundle(source: ClusterTrustBundleProjection, field: Field): FieldErrors {
  const { name, signerName, labelSelector, path } = source;
  if (name !== undefined && signerName !== undefined) {
    yield field.invalid(goForm(ClusterTrustBundleProjection, source), 'only one of name and signerName may be used');
  } else if (name !== undefined) {
    const at = field.at('name');
    if (!name) yield at.required('must be a valid object name');
    for (const problem of checkTrustBundleName(name, signerOfTrustBundle(name), { isPrefix: false })) {
      yield at.invalid(name, `not a valid clustertrustbundlename: ${problem}`);
    }
    if (labelSelector) {
      yield field.at('labelSelector').invalid(goForm(LabelSelector, labelSelector), 'labelSelector must be unset if name is specified');
    }
  } else if (signerName !== undefined) {
    if (!signerName) yield field.at('signerName').required('must be a valid signer name');
    yield* validateSignerName(signerName, field.at('signerName'));
    yield* validateLabelSelector(labelSelector, field.at('labelSelector'));
  } else {
    yield field.required('either name or signerName must be specified');
  }
  if (!path) yield field.at('path').required();
  yield* validateLocalPath(path, field.at('path'));
}

const keyTypes: readonly string[] = ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'];
export const certificatePaths = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;

/** A key and a certificate of the pod's own (KEP-4317). The paths are judged one by one, as they are taken. */
export function* validatePodCertificate(
  { signerName, userAnnotations, keyType, maxExpirationSeconds: seconds }: PodCertificateProjection,
  field: Field,
): FieldErrors {
  yield* validateSignerName(signerName, field.at('signerName'));
  if (userAnnotations) yield* validateUserAnnotations(userAnnotations, field.at('userAnnotations'));
  if (!keyTypes.includes(keyType)) yield field.at('keyType').notSupported(keyType, keyTypes);
  const at = field.at('maxExpirationSeconds');
  const longest = longestSeconds(signerName);
  if (seconds !== undefined && seconds < shortestSeconds) {
    yield at.invalid(seconds, `if provided, maxExpirationSeconds must be >= ${shortestSeconds}`);
  }
  if (seconds !== undefined && seconds > longest) yield at.invalid(seconds, `if provided, maxExpirationSeconds must be <= ${longest}`);
}
