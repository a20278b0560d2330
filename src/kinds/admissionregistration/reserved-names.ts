import type { KubeObject } from '../../model/kind.ts';

const suffix = '.static.k8s.io';

/** Names that are for what API servers read from files of their own (KEP-5793). */
export function* reservedNameWarnings({ metadata: { name } }: Readonly<KubeObject>): Iterable<string> {
  if (!name.endsWith(suffix)) return;
  yield `metadata.name: names ending with "${suffix}" are reserved for static manifest-based configurations and cannot be managed via the API`;
}
