import { LruMap } from '../../../base/lru-map.ts';
import type { User } from '../../../model/request.ts';
import { grantsFor, type Grant } from './grants.ts';
import type { PolicyReader } from './policy-reader.ts';
import { keysOfUser } from './subjects.ts';

/** So many users in namespaces are busy at once in a large cluster. */
const capacity = 4096;

type Grants = readonly Grant[];

/** What bindings give to a user in a namespace, found once and remembered until any role or binding changes. */
export function rememberedGrants(policy: PolicyReader): (user: User, namespace: string) => Grants | Promise<Grants> {
  const remembered = new LruMap<string, Grants>({ capacity });
  let rememberedOf: number | undefined;
  return (user, namespace) => {
    const version = policy.version();
    if (version !== rememberedOf) {
      remembered.clear();
      rememberedOf = version;
    }
    const key = JSON.stringify([namespace, ...keysOfUser(user)]);
    return remembered.get(key) ?? find(key, user, namespace);
  };

  async function find(key: string, user: User, namespace: string): Promise<Grants> {
    const foundOf = policy.version();
    const grants = await Array.fromAsync(grantsFor(user, namespace, policy));
    if (rememberedOf === foundOf && policy.version() === foundOf) remembered.set(key, grants);
    return grants;
  }
}
