import { chmod, lchown, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { everyContainer } from './every-container.ts';

export interface OwnershipOptions {
  readonly groupId: number;
  /** Nobody in the pod may write. */
  readonly readOnly?: boolean | undefined;
  /** Leave everything as it is when the top directory is right, as the pod's `fsGroupChangePolicy` may ask for. */
  readonly onlyOnRootMismatch?: boolean | undefined;
}

const setGroupId = 0o2000;

/** Gives a volume to the pod's group: all files are the group's, it can use them, and new ones will be its own too. */
export async function giveToGroup(directory: string, options: OwnershipOptions): Promise<void> {
  if (options.onlyOnRootMismatch && (await isRight(directory, options))) return;
  await give(directory, options);
}

async function isRight(directory: string, { groupId, readOnly }: OwnershipOptions): Promise<boolean> {
  const { gid, mode } = await stat(directory);
  const needed = (readOnly ? 0o440 : 0o660) | 0o110 | setGroupId;
  return gid === groupId && (mode & needed) === needed;
}

/** From below, so that a directory is right only once all in it is. */
async function give(path: string, options: OwnershipOptions): Promise<void> {
  const info = await lstat(path);
  if (info.isDirectory()) for (const name of await readdir(path)) await give(join(path, name), options);
  await lchown(path, -1, options.groupId);
  // The mode of a link means nothing, and changing it would change that of the file.
  if (info.isSymbolicLink()) return;
  const bits = options.readOnly ? 0o440 : 0o660;
  await chmod(path, (info.mode & 0o7777) | bits | (info.isDirectory() ? setGroupId | 0o110 : 0));
}

export const groupOf = ({ spec }: Pod): number | undefined => spec.securityContext?.fsGroup;

/** The user that all containers of a pod run as, if the pod says one. */
export function userOf({ spec }: Pod): number | undefined {
  const users = everyContainer(spec).map(({ securityContext }) => securityContext?.runAsUser ?? spec.securityContext?.runAsUser);
  const [first] = users;
  return users.every((user) => user === first) ? first : undefined;
}
