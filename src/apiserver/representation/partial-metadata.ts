import type { KubeObject } from '../../model/kind.ts';

/** The versions in which views of objects are shown. */
export type ViewVersion = 'meta.k8s.io/v1' | 'meta.k8s.io/v1beta1';

/** An object's metadata alone, as metadata-only clients ask for. */
export const partialMetadata = ({ metadata }: Readonly<KubeObject>, apiVersion: ViewVersion) =>
  ({ kind: 'PartialObjectMetadata', apiVersion, metadata }) as const;
