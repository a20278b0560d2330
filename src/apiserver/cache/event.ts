import type { KubeObject } from '../../model/kind.ts';
import type { StoredObject } from '../../model/stored-object.ts';

/** One change of one object, as watchers of its resource are told. */
export interface CacheEvent<T extends KubeObject = KubeObject> {
  readonly type: 'put' | 'delete';
  readonly key: string;
  readonly revision: number;
  /** The object as the change left it; of a deletion, as it last was but with the deletion's resource version. */
  readonly object: StoredObject<T>;
  readonly previous: StoredObject<T> | undefined;
}
