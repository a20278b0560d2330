import type { Pod } from '../../kinds/core/pod/index.ts';
import type { RuntimeHandler } from '../runtime/runtime.ts';
import type { SandboxConfig } from '../runtime/sandbox.ts';
import type { UserNamespace } from '../runtime/security.ts';
import { podDns } from '../sandbox/dns.ts';
import { sandboxConfig } from '../sandbox/sandbox-config.ts';
import { podIdentity } from './cgroup.ts';
import type { PodParts } from './parts.ts';

/** How the pod's sandbox is described to the runtime, also each time a container is made in it. Warns of what had to be left out. */
export function describeSandbox(
  pod: Pod,
  { attempt, user, warn }: { readonly attempt: number; readonly user: UserNamespace | undefined; readonly warn: boolean },
  { settings, cgroups, events }: PodParts,
): SandboxConfig {
  const { config, warnings } = podDns(pod, settings.dns());
  if (warn) for (const { reason, message } of warnings) events.warn(pod, reason, message);
  return sandboxConfig(pod, {
    attempt,
    user,
    dns: config,
    cgroupParent: cgroups.path(podIdentity(pod)),
    logRoot: settings.logRoot,
    clusterDomain: settings.clusterDomain,
  });
}

/** Answers with the id of the new sandbox. */
export async function sandboxUp(
  pod: Pod,
  config: SandboxConfig,
  handler: string | RuntimeHandler,
  { runtime, events, observer, starts }: PodParts,
): Promise<string> {
  try {
    const name = typeof handler === 'string' ? handler : handler.name;
    const id = await starts.pass(() => runtime.sandboxes.run(config, { handler: name }));
    await observer.sandboxChanged(id);
    return id;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    events.warn(pod, 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${text}`);
    throw new Error(`Failed to create pod sandbox: ${text}`, { cause });
  }
}
