export const shortestSeconds = 3600;
const longestSecondsOfOthers = 91 * 24 * 3600;
const longestSecondsOfKubernetes = 24 * 3600;

/** How long certificates of pods may be valid: those of the signers of Kubernetes itself for a day. */
export const longestSeconds = (signerName: string): number =>
  /^([^/]*\.)?kubernetes\.io(\/|$)/.test(signerName) ? longestSecondsOfKubernetes : longestSecondsOfOthers;
