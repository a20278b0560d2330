import { badRequest } from '../../model/errors.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { OwnerReference } from '../../model/meta.ts';
import { equalJson } from '../../model/patch/json-object.ts';
import { warn, type Call } from '../call.ts';

/** Puts the namespace of the path into the object, which may repeat but not contradict it. */
export function checkNamespace({ scope }: Kind, { metadata }: KubeObject, namespace: string): void {
  if (scope === 'Cluster') {
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  metadata.namespace = namespace;
}

/** An update must be of the object that the path names. */
export function checkName({ metadata }: KubeObject, name: string): void {
  if (!metadata.name) throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name) throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
}

const advice = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests';

/** Owners are named once. */
export function dropRepeatedOwners({ metadata }: KubeObject, call: Call, { when = '' }: { when?: string } = {}): void {
  const owners = metadata.ownerReferences ?? [];
  if (owners.length < 2) return;
  const kept: OwnerReference[] = [];
  const repeated: string[] = [];
  for (const owner of owners) {
    if (!kept.some((each) => equalJson(each, owner))) kept.push(owner);
    else repeated.push(owner.uid);
  }
  if (repeated.length === 0) return;
  metadata.ownerReferences = kept;
  const what = `.metadata.ownerReferences contains duplicate entries${when}; ${advice}; duplicate UID(s) observed: ${repeated.join(', ')}`;
  warn(call, what);
}

export const afterMutation = { when: ' after mutating admission happens' };
