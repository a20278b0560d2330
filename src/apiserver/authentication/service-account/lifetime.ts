/** What a kubelet asks for on behalf of a pod: an hour, and a little more by which the request is recognised. */
const kubeletRequestSeconds = 60 * 60 + 7;
const extendedSeconds = 365 * 24 * 60 * 60;

export interface Lifetime {
  /** What the answer says. */
  readonly saidSeconds: number;
  /** What the token holds. */
  readonly lifeSeconds: number;
  readonly warnAfterSeconds?: number;
}

/**
 * Pods hold on to tokens for longer than they should, so a pod's usual token for this API server lives a year; those who
 * use it after an hour are noted in the audit log.
 */
export function tokenLifetime(
  requestedSeconds: number,
  {
    boundToPod,
    forThisServer,
    extend,
    maxSeconds,
  }: { boundToPod: boolean; forThisServer: boolean; extend: boolean; maxSeconds?: number | undefined },
): Lifetime {
  const saidSeconds = maxSeconds ? Math.min(requestedSeconds, maxSeconds) : requestedSeconds;
  return extend && boundToPod && forThisServer && saidSeconds === kubeletRequestSeconds
    ? { saidSeconds, lifeSeconds: extendedSeconds, warnAfterSeconds: saidSeconds }
    : { saidSeconds, lifeSeconds: saidSeconds };
}
