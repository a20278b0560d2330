import type { VolumeProjection } from '../../kinds/core/pod/projected-volume.ts';
import { configMapPayload } from './config-map.ts';
import { downwardApiPayload } from './downward-api.ts';
import { collectAll } from './failures.ts';
import { groupOf, userOf } from './ownership.ts';
import { payloadVolume } from './payload-volume.ts';
import type { Payload } from './payload.ts';
import { secretPayload } from './secret.ts';
import type { VolumeSetting } from './volume-type.ts';

/** Several sources in one directory; of the same path the last one counts. */
export const projectedVolume = payloadVolume({
  name: 'kubernetes.io/projected',
  handles: ({ projected }) => projected !== undefined,
  async collect({ projected }, setting) {
    const { sources = [], defaultMode = 0o644 } = projected ?? {};
    const payloads = await collectAll(sources.map((source) => collect(source, setting, defaultMode)));
    return new Map(payloads.flatMap((payload) => [...payload]));
  },
});

async function collect(source: VolumeProjection, setting: VolumeSetting, defaultMode: number): Promise<Payload> {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source;
  if (secret) return await secretPayload(secret, setting, defaultMode);
  if (configMap) return await configMapPayload(configMap, setting, defaultMode);
  if (downwardAPI) return await downwardApiPayload(downwardAPI.items ?? [], setting, defaultMode);
  if (serviceAccountToken) return await tokenPayload(serviceAccountToken, setting, defaultMode);
  if (source.clusterTrustBundle) throw new Error('ClusterTrustBundle projection is not supported in this kubelet');
  if (source.podCertificate) throw new Error('PodCertificate projection is not supported in this kubelet');
  return new Map();
}

async function tokenPayload(
  {
    path,
    audience,
    expirationSeconds,
  }: { readonly path: string; readonly audience?: string | undefined; readonly expirationSeconds?: number | undefined },
  { pod, tokens, signal }: VolumeSetting,
  defaultMode: number,
): Promise<Payload> {
  const token = await tokens.token(pod, { audience, expirationSeconds, signal });
  const userId = userOf(pod);
  // Where it can be given to those who need it, nobody else gets to read it.
  const isGiven = userId !== undefined || groupOf(pod) !== undefined;
  return new Map([[path, { data: Buffer.from(token), mode: isGiven ? 0o600 : defaultMode, userId }]]);
}
