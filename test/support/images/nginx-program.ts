import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, runCommand } from '../../../src/base/command.ts';
import { findCommand } from '../../../src/cluster/host/packages.ts';

/** The installed nginx, or that of Debian's package unpacked into the cache; none where there is neither. */
export async function nginxProgram(cacheFolder: string): Promise<string | undefined> {
  const installed = await findCommand('nginx');
  if (installed) return installed;
  const unpacked = join(cacheFolder, 'nginx');
  const program = join(unpacked, 'usr/sbin/nginx');
  if (await exists(program)) return program;
  return (await unpack(cacheFolder, unpacked)) ? program : undefined;
}

async function unpack(cacheFolder: string, unpacked: string): Promise<boolean> {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'nginx-package-'));
  try {
    // Without this, root's download would be made by a user who may not write here.
    await runCommand('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', 'nginx'], { cwd: folder, timeoutMs: 120_000 });
    const [archive] = await readdir(folder);
    await runCommand('dpkg', ['-x', join(folder, archive ?? ''), join(folder, 'files')]);
    await rename(join(folder, 'files'), unpacked);
    return true;
  } catch (error) {
    // No apt, or no network: the caller has another web server. Or another test was faster.
    if (error instanceof CommandError) return false;
    if (await exists(unpacked)) return true;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
