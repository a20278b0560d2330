import { keyOf } from '../../client/informer.ts';
import type { Ref } from '../../client/client.ts';
import { resourceNameOf, type Kind, type KubeObject } from '../../model/kind.ts';
import type { ObjectReader } from './cluster-view.ts';

interface Assumed {
  readonly object: KubeObject;
  readonly isWritten: boolean;
}

/** Objects as they will be once what was decided is written and can be read. Once it can, or somebody else has written, it counts. */
export class AssumedObjects implements ObjectReader {
  readonly #objects: ObjectReader;
  readonly #assumed = new Map<string, Map<string, Assumed>>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  assume(kind: Kind, object: KubeObject, { isWritten = false }: { isWritten?: boolean } = {}): void {
    const name = resourceNameOf(kind);
    const ofKind = this.#assumed.get(name) ?? new Map<string, Assumed>();
    ofKind.set(keyOf(object.metadata), { object, isWritten });
    this.#assumed.set(name, ofKind);
  }

  /** It is not going to be written, unless it has been. */
  giveUp(kind: Kind, ref: Ref): void {
    const ofKind = this.#assumed.get(resourceNameOf(kind));
    if (ofKind?.get(keyOf(ref))?.isWritten === false) ofKind.delete(keyOf(ref));
  }

  get<T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined {
    const object = this.#objects.get(kind, ref);
    return object && this.#newest(kind, object);
  }

  list<T extends KubeObject>(kind: Kind<T>, namespace?: string): readonly T[] {
    const objects = this.#objects.list(kind, namespace);
    const isAnyAssumed = (this.#assumed.get(resourceNameOf(kind))?.size ?? 0) > 0;
    return isAnyAssumed ? objects.map((object) => this.#newest(kind, object)) : objects;
  }

  #newest<T extends KubeObject>(kind: Kind<T>, object: T): T {
    const key = keyOf(object.metadata);
    const assumed = this.#assumed.get(resourceNameOf(kind))?.get(key);
    if (!assumed) return object;
    const [read, known] = [object, assumed.object].map(({ metadata }) => Number(metadata.resourceVersion));
    const isOlder = read !== undefined && known !== undefined && (assumed.isWritten ? read < known : read <= known);
    // It was assumed of an object of this kind.
    if (isOlder && object.metadata.uid === assumed.object.metadata.uid) return assumed.object as T;
    this.#assumed.get(resourceNameOf(kind))?.delete(key);
    return object;
  }
}
