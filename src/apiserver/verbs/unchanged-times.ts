import { isSame } from '../../kinds/same.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { equalJson } from '../../model/patch/json-object.ts';

/**
 * Keeps the times of managed fields as they were when an update changes nothing else, so that it need not be written:
 * whoever applies the same again and again would otherwise wake every watcher.
 */
export function keepTimesIfUnchanged(kind: Kind, next: KubeObject, previous: Readonly<KubeObject>): void {
  const [now, before] = [next.metadata.managedFields ?? [], previous.metadata.managedFields ?? []];
  if (now === before || now.length !== before.length) return;
  if (!now.every((entry, index) => equalJson({ ...entry, time: undefined }, { ...before[index], time: undefined }))) return;
  if (now.every((entry, index) => entry.time === before[index]?.time)) return;
  if (isSame(kind.schema, { ...next, metadata: { ...next.metadata, managedFields: before } }, previous))
    next.metadata.managedFields = before;
}
