import type { Volume } from '../../../kinds/core/pod/volume.ts';

export const volumePrefix = 'kube-api-access-';
export const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** A bit more than an hour: clients that never read the token again are told apart by the odd number. */
const expirationSeconds = 3607;
const mode = 0o644;

/** What a container needs to talk to the API server: a token, whom to trust, and its namespace. */
export const apiAccessVolume = (name: string): Volume => ({
  name,
  projected: {
    defaultMode: mode,
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
    ],
  },
});
