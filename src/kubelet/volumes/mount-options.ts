import type { VolumeMount } from '../../kinds/core/pod/container.ts';
import type { EnvironmentVariable, MountPropagation } from '../runtime/container.ts';
import { expandVariables } from '../containers/expansion.ts';

/** The part of a volume that is mounted, empty for all of it. Throws an Error for what is no path inside a volume. */
export function subPathOf({ subPath = '', subPathExpr = '' }: VolumeMount, environment: readonly EnvironmentVariable[]): string {
  const path = subPathExpr === '' ? subPath : expanded(subPathExpr, environment);
  if (path.startsWith('/')) throw new Error(`error SubPath \`${path}\` must not be an absolute path`);
  if (path.split('/').includes('..')) throw new Error(`unable to provision SubPath \`${path}\`: must not contain '..'`);
  return path;
}

/** Unlike elsewhere a variable without a value is an error: the whole volume would be mounted instead of a part. */
function expanded(text: string, environment: readonly EnvironmentVariable[]): string {
  const values = new Map(environment.map(({ name, value }) => [name, value]));
  const missing = new Set<string>();
  const path = expandVariables(text, (name) => {
    const value = values.get(name);
    if (!value) missing.add(name);
    return value;
  });
  if (missing.size > 0) throw new Error(`missing value for ${[...missing].sort().join(', ')}`);
  return path;
}

export function propagationOf({ mountPropagation = 'None' }: VolumeMount): MountPropagation {
  if (!['None', 'HostToContainer', 'Bidirectional'].includes(mountPropagation)) {
    throw new Error(`invalid MountPropagation mode: "${mountPropagation}"`);
  }
  return mountPropagation;
}

/** Whether what is mounted inside the volume is read-only, too. Throws an Error for a request that cannot be met. */
export function isRecursiveReadOnly(mount: VolumeMount, isSupported: boolean): boolean {
  const { name, readOnly, mountPropagation = 'None', recursiveReadOnly: mode = 'Disabled' } = mount;
  if (mode === 'Disabled') return false;
  const refused = (why: string) =>
    new Error(`failed to resolve recursive read-only mode: volume "${name}" requested recursive read-only mode, but ${why}`);
  if (!readOnly) throw refused('it is not read-only');
  if (mountPropagation !== 'None') throw refused(`it is not compatible with propagation "${mountPropagation}"`);
  if (mode !== 'IfPossible' && mode !== 'Enabled') {
    throw new Error(`failed to resolve recursive read-only mode: unknown recursive read-only mode "${mode}"`);
  }
  if (mode === 'Enabled' && !isSupported) throw refused('it is not supported by the runtime');
  return isSupported;
}
