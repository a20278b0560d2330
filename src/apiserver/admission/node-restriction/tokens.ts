import type { TokenRequest } from '../../../kinds/authentication/token-request.ts';
import { PersistentVolumeClaim } from '../../../kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../../kinds/core/persistent-volume/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { CSIDriver } from '../../../kinds/storage/csi-driver.ts';
import { resourceAttributes } from '../../authorization/attributes.ts';
import { decide } from '../../authorization/decision.ts';
import type { Reader } from '../../reader.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import { notListed } from './not-listed.ts';
import type { Sender } from './sender.ts';

/** A kubelet gets tokens for the pods on its node alone, and only for whom those pods are to show them. */
export async function checkToken(request: AdmissionRequest, sender: Sender): Promise<void> {
  const { operation, subresource, namespace, object } = request;
  if (operation !== 'CREATE' || subresource !== 'token' || !object) return;
  // What is posted to this subresource.
  const { spec } = object as TokenRequest;
  const { apiVersion, kind, name, uid } = spec.boundObjectRef ?? {};
  if (apiVersion !== 'v1' || kind !== 'Pod' || !name) throw refuse(request, 'node requested token not bound to a pod');
  if (!uid) throw refuse(request, 'node requested token with a pod binding without a uid');
  const pod = await sender.reader.get(Pod, { namespace, name });
  if (!pod) throw notListed('pod', name);
  if (uid !== pod.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw refuse(request, why);
  }
  if (pod.spec.nodeName !== sender.node) throw refuse(request, 'node requested token bound to a pod scheduled on a different node');
  await checkAudience(request, { pod, audiences: spec.audiences ?? [] }, sender);
}

interface Wanted {
  readonly pod: Pod;
  readonly audiences: readonly string[];
}

async function checkAudience(request: AdmissionRequest, { pod, audiences }: Wanted, { reader, authorizers }: Sender): Promise<void> {
  if (audiences.length > 1) throw refuse(request, 'node may only request 0 or 1 audiences');
  const [audience = ''] = audiences;
  const { isNamed, problems } = await namesAudience(pod, audience, reader);
  if (isNamed) return;
  const quoted = JSON.stringify(audience);
  if (problems.length > 0) throw refuse(request, `error validating audience ${quoted}: ${aggregate(problems)}`);
  const { user, namespace, name } = request;
  const attributes = resourceAttributes(user, {
    verb: 'request-serviceaccounts-token-audience',
    version: 'v1',
    resource: audience,
    namespace,
    name,
  });
  if ((await decide(attributes, authorizers)).type === 'allow') return;
  throw refuse(
    request,
    `audience ${quoted} not found in pod spec volume, ${user.name} is not authorized to request tokens for this audience`,
  );
}

/** Whether one of the pod's volumes is a token for the audience, or is made by a driver that is shown such tokens. */
async function namesAudience(
  { metadata, spec }: Pod,
  audience: string,
  reader: Reader,
): Promise<{ isNamed: boolean; problems: readonly string[] }> {
  const problems: string[] = [];
  for (const { name, projected, ephemeral, persistentVolumeClaim, csi } of spec.volumes ?? []) {
    const tokens = (projected?.sources ?? []).flatMap(({ serviceAccountToken }) => serviceAccountToken ?? []);
    if (tokens.some((token) => (token.audience ?? '') === audience)) return { isNamed: true, problems };
    const claim = ephemeral?.volumeClaimTemplate ? `${metadata.name}-${name}` : persistentVolumeClaim?.claimName;
    const driver = claim === undefined ? csi?.driver : await driverOfClaim({ namespace: metadata.namespace ?? '', name: claim }, reader);
    if (driver === undefined) continue;
    if (typeof driver !== 'string') {
      problems.push(driver.problem);
      continue;
    }
    const found = await reader.get(CSIDriver, { name: driver });
    if (!found) problems.push(`csidriver.storage.k8s.io "${driver}" not found`);
    else if ((found.spec.tokenRequests ?? []).some((each) => (each.audience ?? '') === audience)) return { isNamed: true, problems };
  }
  return { isNamed: false, problems };
}

async function driverOfClaim(ref: { namespace: string; name: string }, reader: Reader): Promise<string | { problem: string } | undefined> {
  const claim = await reader.get(PersistentVolumeClaim, ref);
  if (!claim) return { problem: `persistentvolumeclaim "${ref.name}" not found` };
  const name = claim.spec.volumeName ?? '';
  const volume = await reader.get(PersistentVolume, { name });
  return volume ? volume.spec.csi?.driver : { problem: `persistentvolume "${name}" not found` };
}

/** Several problems as one, each said once. */
function aggregate(problems: readonly string[]): string {
  const different = [...new Set(problems)];
  return different.length === 1 ? (different[0] ?? '') : `[${different.join(', ')}]`;
}
