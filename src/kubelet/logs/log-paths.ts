import { join } from 'node:path';

export interface LogOwner {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Upstream's layout, which log collectors rely on: `/var/log/pods/NAMESPACE_NAME_UID`. */
export const podLogDirectory = (root: string, { namespace, name, uid }: LogOwner): string => join(root, `${namespace}_${name}_${uid}`);

/** Relative to the pod's directory, a file for each attempt. */
export const containerLogPath = (container: string, attempt: number): string => join(container, `${attempt}.log`);

export const podUidOfLogDirectory = (directoryName: string): string | undefined => /^[^_]+_[^_]+_([^_]+)$/.exec(directoryName)?.[1];
