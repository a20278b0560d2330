import type { Kind, KubeObject, Lifecycle, StoredAs, StoredForm } from '../model/kind.ts';
import { typeInVersion } from './type-in-version.ts';

export interface AnotherVersion {
  readonly version: string;
  readonly lifecycle?: Lifecycle;
}

/**
 * A kind in another version of its group in which objects look the same: its types differ in their names alone, its rules in
 * nothing. What is stored is the same.
 */
export function anotherVersion<T extends KubeObject>(kind: Kind<T>, { version, lifecycle }: AnotherVersion): Kind<T> {
  const { lifecycle: _, ...same } = kind;
  return Object.freeze({
    ...same,
    version,
    schema: typeInVersion<T>(kind.schema, { version }),
    storedAs: kind.storedAs ?? storedUnchangedAs<T>(kind),
    ...(lifecycle && { lifecycle }),
  });
}

/** What is stored looks as what is served, and only says that it is of another version. */
export const storedUnchangedAs = <T extends KubeObject>({ group, version, kind, plural }: StoredForm): StoredAs<T> => ({
  kind: { group, version, kind, plural },
  toStored: (object) => object,
  // Versions that look the same have the same static type.
  fromStored: (object) => object as T,
});
