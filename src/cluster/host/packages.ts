import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** A Debian package a node on this machine needs, and the files that show that it, or something as good, is here. */
export interface HostPackage {
  readonly name: string;
  readonly commands?: readonly string[];
  /** Each must be in one of the folders that hold CNI plugins. */
  readonly networkPlugins?: readonly string[];
}

/** In the order in which they are shown. */
export const hostPackages: readonly HostPackage[] = [
  { name: 'containerd', commands: ['containerd', 'ctr', 'containerd-shim-runc-v2'] },
  { name: 'runc', commands: ['runc'] },
  { name: 'crun', commands: ['crun'] },
  { name: 'containernetworking-plugins', networkPlugins: ['bridge', 'host-local', 'portmap', 'loopback'] },
  { name: 'nftables', commands: ['nft'] },
  // The portmap plugin writes its rules with iptables.
  { name: 'iptables', commands: ['iptables'] },
  { name: 'conntrack', commands: ['conntrack'] },
  { name: 'busybox-static', commands: ['busybox'] },
  { name: 'iproute2', commands: ['ip'] },
  { name: 'util-linux', commands: ['nsenter', 'unshare', 'setpriv', 'mount', 'umount'] },
];

/** Debian's folder, and the one upstream's archives are unpacked to. */
export const networkPluginFolders = ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'];

/** Where system commands are, also when the PATH of an ordinary user was kept. */
const commandFolders = () => [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

export async function missingPackages(packages: readonly HostPackage[] = hostPackages): Promise<string[]> {
  const present = await Promise.all(
    packages.map(async ({ commands = [], networkPlugins = [] }) => {
      const found = await Promise.all([...commands.map(findCommand), ...networkPlugins.map(findNetworkPlugin)]);
      return found.every((path) => path !== undefined);
    }),
  );
  return packages.filter((_, index) => !present[index]).map(({ name }) => name);
}

export const findCommand = (command: string): Promise<string | undefined> => firstExecutable(commandFolders(), command);

export const findNetworkPlugin = (plugin: string): Promise<string | undefined> => firstExecutable(networkPluginFolders, plugin);

async function firstExecutable(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    if (!folder.startsWith('/')) continue;
    const path = join(folder, name);
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
