import { readdir, readFile } from 'node:fs/promises';
import { cgroupHierarchies, removeCgroup } from '../host/cgroups.ts';
import { cgroupRoot } from './names.ts';
import { identify, killAndWait } from './process-identity.ts';

/** Ends the nodes of a cluster that still run although their folder was deleted, and removes their control groups. */
export async function removeStrayNodes(clusterName: string): Promise<void> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const strays = await Promise.all(pids.map(async (pid) => ((await isFirstProcess(pid, clusterName)) ? identify(pid) : undefined)));
  await Promise.all(strays.filter((stray) => stray !== undefined).map((stray) => killAndWait(stray)));
  const groups = (await Promise.all((await cgroupHierarchies()).map((hierarchy) => readdir(hierarchy)))).flat();
  const ours = new Set(groups.map((name) => `/${name}`).filter((path) => path.startsWith(cgroupRoot(clusterName, ''))));
  await Promise.all([...ours].map((path) => removeCgroup(path)));
}

/** What a node runs inherits the mark, but only the first process has number 1 in there. */
async function isFirstProcess(pid: number, clusterName: string): Promise<boolean> {
  try {
    const [environment, status] = await Promise.all([readFile(`/proc/${pid}/environ`, 'utf8'), readFile(`/proc/${pid}/status`, 'utf8')]);
    return environment.split('\0').some((entry) => entry.startsWith(`KUBETS_NODE=${clusterName}/`)) && /^NSpid:.*\t1$/m.test(status);
  } catch {
    // It has ended, or is none of ours.
    return false;
  }
}
