/**
 * Whether what a member answers to a request for progress is true: before these versions it may run ahead of events that
 * are still on their way (etcd issue 15220).
 */
export function tellsProgressTruly(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/, 3).map(Number);
  if (major !== 3) return major > 3;
  if (minor === 4) return patch >= 31;
  if (minor === 5) return patch >= 13;
  return minor > 5;
}
