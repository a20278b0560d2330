import { CommandError, runCommand } from '../../base/command.ts';
import { findCommand } from './packages.ts';

export interface InstallOptions {
  /** Told what is about to happen, before it does. */
  readonly say: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Why packages could not be installed, with what to do about it. */
export class InstallError extends Error {
  override readonly name = 'InstallError';
}

/** Installs Debian packages, asking nothing and starting no services that policy forbids. Nothing to install is nothing done. */
export async function installPackages(packages: readonly string[], { say, signal }: InstallOptions): Promise<void> {
  if (packages.length === 0) return;
  const byHand = `Install them by hand: ${packages.join(' ')}.`;
  const apt = await findCommand('apt-get');
  if (!apt) throw new InstallError(`This machine has no apt-get, so kubets cannot install what it needs. ${byHand}`);
  if (process.geteuid?.() !== 0) throw new InstallError(`Only root may install packages. ${byHand}`);

  say(`Installing Debian packages: ${packages.join(' ')}`);
  const options = { signal, timeoutMs: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } };
  // Another apt at work (as on a machine that has just booted) is waited for rather than failed on.
  const quietly = ['-qq', '-o', 'DPkg::Lock::Timeout=300'];
  try {
    await runCommand(apt, [...quietly, 'update'], options);
    await runCommand(apt, [...quietly, 'install', '-y', '--no-install-recommends', ...packages], options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new InstallError(`apt-get could not install what kubets needs. ${byHand}\n${error.stderr.trim()}`, { cause: error });
  }
}
