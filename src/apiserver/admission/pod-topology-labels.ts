import { Binding } from '../../kinds/core/binding.ts';
import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import type { ObjectMeta } from '../../model/meta.ts';
import type { Reader } from '../reader.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin } from './plugin.ts';

const copied = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'] as const;

/** Pods carry the zone and region of their node, from when they get one (KEP-4742). */
export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  async mutate(request, reader) {
    const { operation, subresource, object } = request;
    if (operation !== 'CREATE' || !isAbout(request, Pod) || !object) return;
    if (subresource === '') await copyLabels(object.metadata, request.object?.spec.nodeName, reader);
    if (subresource === 'binding' && isBinding(object) && object.target.kind === 'Node') {
      await copyLabels(object.metadata, object.target.name, reader);
    }
  },
};

const isBinding = (object: object): object is Binding => (object as { kind?: unknown }).kind === Binding.kind;

async function copyLabels(metadata: ObjectMeta, nodeName: string | undefined, reader: Reader): Promise<void> {
  const labels = nodeName ? (await reader.get(Node, { name: nodeName }))?.metadata.labels : undefined;
  for (const name of copied) {
    const value = labels?.[name];
    if (value !== undefined) metadata.labels = { ...metadata.labels, [name]: value };
  }
}
