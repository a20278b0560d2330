import type { Kind, KubeObject } from '../../model/kind.ts';
import { defineController, type Context, type Controller, type Index, type Wake } from '../../runtime/controller.ts';

export interface Protection<T extends KubeObject> {
  readonly name: string;
  readonly for: Kind<T>;
  readonly finalizer: string;
  /** Which changes may have ended a use. */
  readonly wakes?: readonly Wake[];
  readonly indexes?: readonly Index[];
  readonly isUsed: (object: T, context: Context) => Promise<boolean> | boolean;
}

/** Holds back the deletion of objects that are in use, by a finalizer that goes with the last use. */
export function protect<T extends KubeObject>({ name, for: kind, finalizer, wakes = [], indexes = [], isUsed }: Protection<T>): Controller {
  const isHeld = ({ metadata }: KubeObject) => metadata.finalizers?.includes(finalizer) ?? false;
  const isGoing = ({ metadata }: KubeObject) => metadata.deletionTimestamp !== undefined;
  const hold = async (object: T, finalizers: string[], { client }: Context) =>
    client.update(kind, { ...object, metadata: { ...object.metadata, finalizers } });

  return defineController({
    name,
    for: kind,
    wakes,
    indexes,
    isWokenBy: (next, previous) => isGoing(next) !== isGoing(previous) || isHeld(next) !== isHeld(previous) || isGoing(next),

    async reconcile(object, context) {
      // Admission holds new objects from the start; this one is from before, or lost it.
      if (!isGoing(object) && !isHeld(object)) await hold(object, [...(object.metadata.finalizers ?? []), finalizer], context);
      if (!isGoing(object) || !isHeld(object) || (await isUsed(object, context))) return;
      const others = object.metadata.finalizers?.filter((each) => each !== finalizer) ?? [];
      await hold(object, others, context);
    },
  });
}
