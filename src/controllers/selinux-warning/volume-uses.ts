import type { Ref } from '../../client/client.ts';
import { keyOf, refOf } from '../../client/informer.ts';
import { areInConflict } from './label.ts';
import type { VolumeUse } from './volume-use.ts';

/** Two pods that cannot both have a volume on one node, as it is told to one of them. */
export interface VolumeConflict {
  readonly pod: Ref;
  readonly reason: string;
  readonly message: string;
}

/** Which pods use which volumes, and how. */
export class VolumeUses {
  readonly #byVolume = new Map<string, Map<string, VolumeUse>>();
  readonly #volumesByPod = new Map<string, readonly string[]>();

  /** Notes how a pod uses volumes now. Answers the conflicts that what is new of it brings, for both sides. */
  set(pod: Ref, uses: ReadonlyMap<string, VolumeUse>): readonly VolumeConflict[] {
    const key = keyOf(pod);
    for (const volume of this.#volumesByPod.get(key) ?? []) if (!uses.has(volume)) this.#drop(volume, key);
    if (uses.size === 0) this.#volumesByPod.delete(key);
    else this.#volumesByPod.set(key, [...uses.keys()]);
    return [...uses].flatMap(([volume, use]) => this.#setOne(volume, key, use));
  }

  #setOne(volume: string, key: string, use: VolumeUse): readonly VolumeConflict[] {
    const users = this.#byVolume.getOrInsertComputed(volume, () => new Map());
    const before = users.get(key);
    users.set(key, use);
    if (before?.label === use.label && before.changePolicy === use.changePolicy) return [];
    return [...users].flatMap(([other, otherUse]) => conflictsOf(key, use, other, otherUse));
  }

  #drop(volume: string, key: string): void {
    const users = this.#byVolume.get(volume);
    users?.delete(key);
    if (users?.size === 0) this.#byVolume.delete(volume);
  }
}

function conflictsOf(one: string, use: VolumeUse, other: string, otherUse: VolumeUse): readonly VolumeConflict[] {
  const both = (property: string, value: string, otherValue: string): readonly VolumeConflict[] => [
    conflict(property, [one, value], [other, otherValue]),
    conflict(property, [other, otherValue], [one, value]),
  ];
  return [
    ...(use.changePolicy === otherUse.changePolicy ? [] : both('SELinuxChangePolicy', use.changePolicy, otherUse.changePolicy)),
    ...(areInConflict(use.label, otherUse.label) ? both('SELinuxLabel', use.label, otherUse.label) : []),
  ];
}

/** Who has no business in another namespace does not hear who uses what there. */
function conflict(
  property: string,
  [key, value]: readonly [string, string],
  [otherKey, otherValue]: readonly [string, string],
): VolumeConflict {
  const [pod, other] = [refOf(key), refOf(otherKey)];
  const said = `${property}${pod.namespace === other.namespace ? ' ' : ''}${JSON.stringify(value)} conflicts with`;
  const whom =
    pod.namespace === other.namespace
      ? `pod ${other.name} that uses the same volume as this pod with ${property} ${JSON.stringify(otherValue)}`
      : `another pod that uses the same volume as this pod with a different ${property}`;
  return {
    pod,
    reason: `${property}Conflict`,
    message: `${said} ${whom}. If both pods land on the same node, only one of them may access the volume.`,
  };
}
