import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isMissingFile } from '../files/missing-file.ts';
import type { RuntimeHandler } from '../runtime/runtime.ts';
import type { UserNamespace } from '../runtime/security.ts';

/** As many ids as a pod gets, upstream's and the most that common file systems agree on. */
const blockSize = 65_536;
const mostBlocks = 4096;

/**
 * Gives pods that ask for users of their own (KEP-127) a block of the node's ids each, and remembers in the pod's directory
 * which: after a restart it must be the same.
 */
export class UserNamespaces {
  readonly #blocks = new Map<string, number>();
  readonly #podDirectory: (uid: string) => string;

  constructor({ podDirectory }: { readonly podDirectory: (uid: string) => string }) {
    this.#podDirectory = podDirectory;
  }

  /** Nothing for pods with the node's users. Throws where the runtime would ignore the wish. */
  async for(pod: Pod, handler: RuntimeHandler | undefined): Promise<UserNamespace | undefined> {
    if (pod.spec.hostUsers !== false) return undefined;
    if (!handler?.userNamespaces) {
      throw new Error(`RuntimeClass handler ${JSON.stringify(handler?.name ?? '')} does not support user namespaces`);
    }
    const block = this.#blocks.get(pod.metadata.uid) ?? (await this.#take(pod.metadata.uid));
    const mapping = [{ hostId: block * blockSize, containerId: 0, length: blockSize }];
    return { scope: 'Pod', userIds: mapping, groupIds: mapping };
  }

  release(uid: string): void {
    this.#blocks.delete(uid);
  }

  /** Of pods that were here before, before any new one asks. */
  async restore(uids: readonly string[]): Promise<void> {
    for (const uid of uids) {
      const block = await this.#remembered(uid);
      if (block !== undefined) this.#blocks.set(uid, block);
    }
  }

  async #take(uid: string): Promise<number> {
    const taken = new Set(this.#blocks.values());
    let block = 1;
    while (taken.has(block)) block++;
    if (block > mostBlocks) throw new Error('no user ids are left for another pod');
    this.#blocks.set(uid, block);
    await writeFile(this.#file(uid), String(block), { mode: 0o600 });
    return block;
  }

  async #remembered(uid: string): Promise<number | undefined> {
    try {
      const block = Number(await readFile(this.#file(uid), 'utf8'));
      return Number.isInteger(block) && block > 0 ? block : undefined;
    } catch (error) {
      if (isMissingFile(error)) return undefined;
      throw error;
    }
  }

  #file = (uid: string): string => join(this.#podDirectory(uid), 'userns');
}
