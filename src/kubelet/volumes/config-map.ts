import type { ConfigMap } from '../../kinds/core/config-map.ts';
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

export const configMapVolume = payloadVolume({
  name: 'kubernetes.io/configmap',
  handles: ({ configMap }) => configMap !== undefined,
  collect: ({ configMap = {} }, setting) => configMapPayload(configMap, setting, configMap.defaultMode),
});

export async function configMapPayload(source: Source, { objects, pod, signal }: VolumeSetting, defaultMode = 0o644): Promise<Payload> {
  const { name = '', items, optional } = source;
  const configMap = await unlessMissing(objects.configMap(pod, name, { signal }), { optional });
  const missing = (key: string) => `configmap references non-existent config key: ${key}`;
  return selectKeys(entriesOf(configMap), { items, defaultMode, optional, missing });
}

const entriesOf = ({ data = {}, binaryData = {} }: Pick<ConfigMap, 'data' | 'binaryData'> = {}): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ...Object.entries(binaryData).map(([key, value]): [string, Uint8Array] => [key, Buffer.from(value, 'base64')]),
    ...Object.entries(data).map(([key, value]): [string, Uint8Array] => [key, Buffer.from(value)]),
  ]);
