import type { ObjectMeta } from '../../../model/meta.ts';

/** How claims and volumes named their class before there was a field for it. Still wins over the field. */
export const storageClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

interface Classed {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly storageClassName?: string };
}

/** The class a claim or volume belongs to; empty when it wants none, undefined when it says nothing. */
export const storageClassOf = ({ metadata, spec }: Classed): string | undefined =>
  metadata.annotations?.[storageClassAnnotation] ?? spec.storageClassName;
