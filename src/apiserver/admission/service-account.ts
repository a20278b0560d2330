import type { Clock } from '../../base/clock.ts';
import { jittered, randomSuffix } from '../../base/random.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { podSecretNames } from '../../kinds/core/pod/references.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import { apiAccessVolume, mountPath, volumePrefix } from './service-account/api-access-volume.ts';
import { ephemeralSecretProblem, secretProblem } from './service-account/mountable-secrets.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const defaultAccount = 'default';
/** New namespaces get their default account from a controller, in a moment. As upstream. */
const maxLooks = 10;
const lookAgainMs = 100;

/** Every pod runs as a service account of its namespace, and finds that account's token in its containers. */
export const serviceAccount = ({ clock }: { readonly clock: Clock }): AdmissionPlugin => ({
  name: 'ServiceAccount',
  async mutate(request, reader) {
    const pod = newPod(request);
    if (!pod || isMirror(pod)) return;
    const { spec } = pod;
    spec.serviceAccountName ||= defaultAccount;
    spec.serviceAccount = spec.serviceAccountName;
    const account = await accountOf(request, pod, { reader, clock });
    if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(pod);
    if ((spec.imagePullSecrets ?? []).length === 0 && account.imagePullSecrets)
      spec.imagePullSecrets = account.imagePullSecrets.map((each) => ({ ...each }));
  },
  async validate(request, reader) {
    const pod = newPod(request);
    if (pod && isMirror(pod)) return validateMirror(request, pod);
    const changed = pod ?? podWithNewContainers(request);
    if (!changed) return;
    if (!changed.spec.serviceAccountName)
      throw refuse(request, `no service account specified for pod ${request.namespace}/${changed.metadata.name}`);
    const account = await accountOf(request, changed, { reader, clock });
    const problem = pod ? secretProblem(pod, account) : ephemeralSecretProblem(changed, account);
    if (problem !== undefined) throw refuse(request, problem);
  },
});

const newPod = (request: AdmissionRequest): Pod | undefined =>
  request.operation === 'CREATE' && !request.subresource && isAbout(request, Pod) ? request.object : undefined;

const podWithNewContainers = (request: AdmissionRequest): Pod | undefined =>
  request.operation === 'UPDATE' && request.subresource === 'ephemeralcontainers' && isAbout(request, Pod) ? request.object : undefined;

const isMirror = ({ metadata }: Pod): boolean => metadata.annotations?.[mirrorAnnotation] !== undefined;

async function accountOf(
  request: AdmissionRequest,
  { spec }: Pod,
  { reader, clock }: { reader: Reader; clock: Clock },
): Promise<ServiceAccount> {
  const { namespace } = request;
  const name = spec.serviceAccountName ?? '';
  for (let look = 1; ; look++) {
    const account = await reader.get(ServiceAccount, { namespace, name });
    if (account) return account;
    if (name !== defaultAccount || look === maxLooks) break;
    await clock.sleep(jittered(lookAgainMs, 1));
  }
  throw refuse(request, `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
}

function validateMirror(request: AdmissionRequest, pod: Pod): void {
  if (pod.spec.serviceAccountName) throw refuse(request, 'a mirror pod may not reference service accounts');
  if (podSecretNames(pod).size > 0) throw refuse(request, 'a mirror pod may not reference secrets');
  const projected = (pod.spec.volumes ?? []).flatMap((volume) => volume.projected?.sources ?? []);
  if (projected.some((source) => source.serviceAccountToken))
    throw refuse(request, 'a mirror pod may not use ServiceAccountToken volume projections');
}

/** Adds the token's volume, and mounts it where a container has nothing at that path yet. */
function mountToken({ spec }: Pod): void {
  const volumes = spec.volumes ?? [];
  const existing = volumes.find(({ name }) => name.startsWith(volumePrefix))?.name;
  const name = existing ?? `${volumePrefix}${randomSuffix()}`;
  let mounted = false;
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((mount) => mount.mountPath === mountPath)) continue;
    container.volumeMounts = [...mounts, { name, readOnly: true, mountPath }];
    mounted = true;
  }
  if (mounted && existing === undefined) spec.volumes = [...volumes, apiAccessVolume(name)];
}
