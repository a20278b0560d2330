import { mkdir, open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '../../base/atomic-file.ts';
import type { Clock } from '../../base/clock.ts';
import { kubeconfigOf, withContext, withoutContext, type NewContext } from './context.ts';
import { emptyKubeconfig, parseKubeconfig, renderKubeconfig, type Kubeconfig } from './kubeconfig.ts';

export interface EditOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for another program that edits the same file. Default 5 s. */
  readonly lockTimeoutMs?: number | undefined;
}

/** Adds or replaces one context and leaves the others as they are. */
export const mergeContext = (path: string, context: NewContext & { readonly makeCurrent?: boolean }, options: EditOptions): Promise<void> =>
  editKubeconfig(path, (config) => withContext(config, context, { makeCurrent: context.makeCurrent ?? false }), options);

/** Removes one context, with what only it used. A file that is not there has none. */
export const removeContext = (path: string, name: string, options: EditOptions): Promise<void> =>
  editKubeconfig(path, (config) => (config.contexts.some((entry) => entry.name === name) ? withoutContext(config, name) : config), options);

/** Replaces the file by a kubeconfig that has this context only. */
export async function writeKubeconfig(path: string, context: NewContext): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, kubeconfigOf(context));
}

/** Changes a kubeconfig under the lock file kubectl uses. Unchanged content is not written. */
export async function editKubeconfig(path: string, edit: (config: Kubeconfig) => Kubeconfig, options: EditOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await using _lock = await lock(`${path}.lock`, options);
  const text = await readIfThere(path);
  const before = text === undefined ? emptyKubeconfig() : parseKubeconfig(text, path);
  const after = edit(before);
  if (after === before) return;
  // A link stays a link, and a file edited by root stays its owner's.
  const target = text === undefined ? path : await realpath(path);
  const owner = text === undefined ? undefined : await stat(target);
  await writeFileAtomically(target, renderKubeconfig(after), { ...(owner && { owner: { userId: owner.uid, groupId: owner.gid } }) });
}

async function lock(path: string, { clock, signal, lockTimeoutMs = 5000 }: EditOptions): Promise<AsyncDisposable> {
  const deadlineMs = clock.now() + lockTimeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      await using _file = await open(path, 'wx', 0o600);
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (clock.now() >= deadlineMs) throw new Error(`${path} exists: another program edits the kubeconfig; delete it if none does`);
    await clock.sleep(50, signal);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
