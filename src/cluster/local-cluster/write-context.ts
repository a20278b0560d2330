import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { mergeContext } from '../../client/kubeconfig/edit.ts';
import { kubeconfigPaths } from '../../client/kubeconfig/load.ts';
import type { ControlPlane } from '../control-plane.ts';

/** Adds the cluster to the user's kubeconfig and makes it the current one. */
export async function writeContext(
  { certificates, port }: ControlPlane,
  { clusterName, clock }: { clusterName: string; clock: Clock },
): Promise<string> {
  const [path = join(homedir(), '.kube', 'config')] = kubeconfigPaths({ environment: process.env, homeDirectory: homedir() });
  const [authority, admin] = await Promise.all([certificates.authority(), certificates.certificate('admin')]);
  await mergeContext(
    path,
    {
      name: clusterName,
      server: `https://127.0.0.1:${port}`,
      caPem: authority.certificatePem,
      certificatePem: admin.certificatePem,
      keyPem: admin.keyPem,
      makeCurrent: true,
    },
    { clock },
  );
  return path;
}
