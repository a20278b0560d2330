import { readdir, readFile } from 'node:fs/promises';
import { runCommand } from '../../src/base/command.ts';
import { cgroupHierarchies } from '../../src/cluster/host/cgroups.ts';
import { bridgeName, cableName } from '../../src/cluster/local-node/names.ts';

/** What a cluster could leave behind on this machine, as lines to compare. Clusters that others run meanwhile are left out. */
export async function hostState(clusterName: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const own = [bridgeName(clusterName), cableName(clusterName, 0).slice(4), clusterName];
  const isForeign = (line: string) => /\bk(b|n\d+)-|kubets\./.test(line) && !own.some((name) => line.includes(name));
  const lines = (text: string) =>
    text
      .split('\n')
      .filter((line) => line && !isForeign(line))
      .toSorted();
  const ip = async (...args: string[]) => lines(await runCommand('ip', args));
  return {
    links: (await ip('-brief', 'link', 'show')).map((line) => line.split(' ')[0] ?? ''),
    addresses: await ip('-oneline', '-4', 'address', 'show').then((found) => found.map((line) => line.replace(/ valid_lft.*/, ''))),
    routes: await ip('-4', 'route', 'show', 'table', 'all'),
    rules: await ip('rule', 'show'),
    namespaces: await ip('netns', 'list'),
    firewall: lines(await runCommand('nft', ['list', 'ruleset'])),
    mounts: lines(await readFile('/proc/self/mounts', 'utf8')),
    controlGroups: lines((await Promise.all((await cgroupHierarchies()).map((path) => childrenOf(path)))).flat().join('\n')),
    settings: await Promise.all(
      ['net/ipv4/ip_forward', 'net/ipv4/conf/all/rp_filter', 'kernel/hostname'].map((name) => readFile(`/proc/sys/${name}`, 'utf8')),
    ),
    processes: await processesOf(clusterName),
  };
}

const childrenOf = async (hierarchy: string) =>
  (await readdir(hierarchy, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => `${hierarchy}/${name}`);

/** Those that were told of the cluster by their command line or their environment. */
async function processesOf(clusterName: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`);
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const [command, environment] = await Promise.all(['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')));
        const isIts = command?.includes(clusterName) || environment?.includes(`KUBETS_NODE=${clusterName}/`);
        return isIts ? `${pid} ${command?.replaceAll('\0', ' ')}` : undefined;
      } catch {
        // It has ended.
        return undefined;
      }
    }),
  );
  return found.filter((line) => line !== undefined);
}
