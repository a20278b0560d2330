import { chmod, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { isMissingFile } from '../files/missing-file.ts';
import { podLogDirectory } from '../logs/log-paths.ts';
import type { PodSettings } from './parts.ts';

type Roots = Pick<PodSettings, 'podsDirectory' | 'logRoot'>;

export const podDirectory = ({ podsDirectory }: Pick<Roots, 'podsDirectory'>, uid: string): string => join(podsDirectory, uid);

const logDirectoryOf = ({ metadata: { namespace = '', name, uid } }: Pod, { logRoot }: Roots): string =>
  podLogDirectory(logRoot, { namespace, name, uid });

/** Where a pod keeps what belongs to it on the node. */
export async function directoriesUp(pod: Pod, roots: Roots): Promise<void> {
  await Promise.all([
    mkdir(podDirectory(roots, pod.metadata.uid), { recursive: true, mode: 0o750 }),
    mkdir(logDirectoryOf(pod, roots), { recursive: true, mode: 0o755 }),
  ]);
}

/** After volumes are gone. Nothing mounted is followed: what is still in the way keeps the directory. */
export async function directoriesDown(uid: string, roots: Pick<Roots, 'podsDirectory'>): Promise<void> {
  const directory = podDirectory(roots, uid);
  for (const own of ['containers', 'etc-hosts', 'userns']) await rm(join(directory, own), { recursive: true, force: true });
  for (const shared of ['volumes', 'volume-subpaths', 'volumeDevices', 'plugins', '']) {
    await rmdir(join(directory, shared)).catch(ignoreInTheWay);
  }
}

export const logsDown = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true });

/** A file a container can leave its last words in: another one each time. */
export async function terminationLog(pod: Pod, container: string, roots: Roots): Promise<string> {
  const directory = join(podDirectory(roots, pod.metadata.uid), 'containers', container);
  await mkdir(directory, { recursive: true, mode: 0o750 });
  const path = join(directory, randomUUID().slice(0, 8));
  await writeFile(path, '');
  // Whatever the umask: containers run as anybody.
  await chmod(path, 0o666);
  return path;
}

export const containerLogDirectory = (pod: Pod, container: string, roots: Roots): string => join(logDirectoryOf(pod, roots), container);

/** When the runtime has forgotten what was before, as after a reboot, the logs tell how often the container was started. */
export async function restartsByLogs(pod: Pod, container: string, roots: Roots): Promise<number> {
  try {
    const names = await readdir(containerLogDirectory(pod, container, roots));
    const attempts = names.map((name) => /^(\d+)\.log(\..*)?$/.exec(name)?.[1]).filter((attempt) => attempt !== undefined);
    return Math.max(0, ...attempts.map((attempt) => Number(attempt) + 1));
  } catch (error) {
    if (isMissingFile(error)) return 0;
    throw error;
  }
}

function ignoreInTheWay(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!['ENOTEMPTY', 'EBUSY', 'ENOENT'].includes(code)) throw error;
}
