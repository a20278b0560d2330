import type { KeyToPath } from '../../kinds/core/pod/projected-volume.ts';
import { unlessMissing } from '../objects/unless-missing.ts';
import { payloadVolume } from './payload-volume.ts';
import { selectKeys, type Payload } from './payload.ts';
import type { VolumeSetting } from './volume-type.ts';

interface Source {
  readonly name?: string | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly optional?: boolean | undefined;
}

export const secretVolume = payloadVolume({
  name: 'kubernetes.io/secret',
  handles: ({ secret }) => secret !== undefined,
  collect: ({ secret = {} }, setting) => secretPayload({ ...secret, name: secret.secretName }, setting, secret.defaultMode),
});

export async function secretPayload(source: Source, { objects, pod, signal }: VolumeSetting, defaultMode = 0o644): Promise<Payload> {
  const { name = '', items, optional } = source;
  const secret = await unlessMissing(objects.secret(pod, name, { signal }), { optional });
  const data = new Map(Object.entries(secret?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64')]));
  return selectKeys(data, { items, defaultMode, optional, missing: (key) => `references non-existent secret key: ${key}` });
}
