import type { KubeObject } from '../../model/kind.ts';

/** An object's metadata alone, as metadata-only clients ask for. */
export const partialMetadata = ({ metadata }: Readonly<KubeObject>) =>
  ({ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }) as const;
