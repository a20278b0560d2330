import { containerResources } from '../../src/kubelet/cgroups/container-resources.ts';
import type { ContainerConfig } from '../../src/kubelet/runtime/container.ts';
import type { ContainerRuntime } from '../../src/kubelet/runtime/runtime.ts';
import type { SandboxConfig } from '../../src/kubelet/runtime/sandbox.ts';
import { busyboxReference, type ContainerdNode } from './containerd-node.ts';

export interface RunningPod {
  readonly sandbox: SandboxConfig;
  readonly sandboxId: string;
  readonly containerId: string;
}

/** A sandbox as the kubelet asks for one, in a control group of the node. */
export const sandboxConfig = (node: ContainerdNode, name: string): SandboxConfig => ({
  metadata: { name, uid: `uid-${name}`, namespace: 'default', attempt: 0 },
  hostname: name,
  logDirectory: `${node.logDirectory}/${name}`,
  dns: { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local'], options: ['ndots:5'] },
  labels: { app: name },
  annotations: { 'example.com/note': 'kept' },
  linux: {
    cgroupParent: `${node.cgroupRoot}/kubepods/burstable/pod-${name}`,
    securityContext: { namespaces: { network: 'Pod', process: 'Container', interProcess: 'Pod' }, seccomp: { type: 'RuntimeDefault' } },
  },
});

/** A container of the busybox image with the defaults of a pod that says nothing about security. */
export const containerConfig = (
  name: string,
  { linux, ...config }: Partial<ContainerConfig> & { readonly command: readonly string[] },
): ContainerConfig => ({
  metadata: { name, attempt: 0 },
  image: { image: busyboxReference },
  logPath: `${name}/0.log`,
  labels: { 'example.com/container': name },
  linux: {
    resources: linux?.resources ?? containerResources({}),
    securityContext: {
      namespaces: { network: 'Pod', process: 'Container', interProcess: 'Pod' },
      seccomp: { type: 'RuntimeDefault' },
      maskedPaths: ['/proc/keys', '/proc/kcore'],
      readOnlyPaths: ['/proc/sys'],
      ...linux?.securityContext,
    },
  },
  ...config,
});

export async function runPod(
  runtime: ContainerRuntime,
  { sandbox, container, handler }: { sandbox: SandboxConfig; container: ContainerConfig; handler?: string },
): Promise<RunningPod> {
  const sandboxId = await runtime.sandboxes.run(sandbox, { handler });
  const containerId = await runtime.containers.create(sandboxId, container, sandbox);
  await runtime.containers.start(containerId);
  return { sandbox, sandboxId, containerId };
}

export async function removePod(runtime: ContainerRuntime, sandboxId: string): Promise<void> {
  await runtime.sandboxes.stop(sandboxId);
  await runtime.sandboxes.remove(sandboxId);
}
