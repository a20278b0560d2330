import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import type { KubeObject, New } from '../../model/kind.ts';
import { ownerReference } from '../../model/owner-references.ts';

/** The pod that a workload makes of its template. */
export function podFromTemplate(template: PodTemplateSpec | undefined, owner: KubeObject): New<Pod> {
  const { metadata = {}, spec } = template ?? {};
  // Validation sees to it that every workload has one.
  if (!spec) throw new TypeError(`${owner.kind} ${owner.metadata.name} has no pod template`);
  const { labels, annotations, finalizers } = metadata;
  return {
    metadata: {
      generateName: prefixOf(owner.metadata.name),
      ...(owner.metadata.namespace && { namespace: owner.metadata.namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
      ownerReferences: [ownerReference(owner)],
    },
    spec,
  };
}

/** Names of pods are DNS subdomains, in which a dash may follow a letter or digit only. */
const prefixOf = (name: string): string => (name.length < 253 && /[a-z0-9]$/.test(name) ? `${name}-` : name);
