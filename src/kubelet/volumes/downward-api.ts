import { normalize } from 'node:path';
import type { DownwardAPIVolumeFile } from '../../kinds/core/pod/projected-volume.ts';
import { podField } from '../environment/pod-field.ts';
import { resourceField, selectedContainer } from '../environment/resource-field.ts';
import { collectAll } from './failures.ts';
import { payloadVolume } from './payload-volume.ts';
import type { Payload, PayloadFile } from './payload.ts';
import type { VolumeSetting } from './volume-type.ts';

export const downwardApiVolume = payloadVolume({
  name: 'kubernetes.io/downward-api',
  handles: ({ downwardAPI }) => downwardAPI !== undefined,
  collect: async ({ downwardAPI }, setting) => downwardApiPayload(downwardAPI?.items ?? [], setting, downwardAPI?.defaultMode),
});

type Setting = Pick<VolumeSetting, 'pod' | 'node'>;

export async function downwardApiPayload(items: readonly DownwardAPIVolumeFile[], setting: Setting, defaultMode = 0o644): Promise<Payload> {
  const files = await collectAll(
    items.map(async (item): Promise<[string, PayloadFile]> => {
      return [normalize(item.path), { data: Buffer.from(valueOf(item, setting)), mode: item.mode ?? defaultMode }];
    }),
  );
  return new Map(files);
}

function valueOf({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, { pod, node }: Setting): string {
  if (fieldRef) return podField(fieldRef.fieldPath, pod);
  if (resourceFieldRef) return resourceField(resourceFieldRef, selectedContainer(resourceFieldRef, pod.spec), node.allocatable());
  return '';
}
