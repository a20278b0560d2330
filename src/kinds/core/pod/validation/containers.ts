import type { Field, FieldErrors } from '../../../../model/field.ts';
import { validateDnsLabel } from '../../../field-checks.ts';
import type { Container, ContainerResizePolicy } from '../container.ts';
import { isSidecar } from '../containers.ts';
import type { EphemeralContainer } from '../ephemeral-container.ts';
import type { PodContext } from './context.ts';
import { validateEnv, validateEnvFrom } from './env.ts';
import { validateHandlers } from './handlers.ts';
import { validatePullPolicy } from './image.ts';
import { validateMounts } from './mounts.ts';
import { validateHostPorts, validatePorts } from './ports.ts';
import { validateContainerResources } from './resources.ts';
import { validateInitRestart, validateRestart } from './restart.ts';
import { validateSecurity } from './security.ts';

const messagePolicies = ['File', 'FallbackToLogsOnError'];
const resizableResources = ['cpu', 'memory'];
const resizePolicies = ['NotRequired', 'RestartContainer'];

/** What holds for containers of every sort. */
export function* validateCommon(container: Readonly<Container | EphemeralContainer>, context: PodContext, field: Field): FieldErrors {
  const { name, image, terminationMessagePolicy: messagePolicy, ports, env, envFrom, resizePolicy, resources, securityContext } = container;
  if (!name) yield field.at('name').required();
  else yield* validateDnsLabel(name, field.at('name'));
  if (!image) yield field.at('image').required();
  if (!messagePolicy) yield field.at('terminationMessagePolicy').required();
  else if (!messagePolicies.includes(messagePolicy))
    yield field.at('terminationMessagePolicy').notSupported(messagePolicy, messagePolicies);
  if (ports) yield* validatePorts(ports, field.at('ports'));
  if (env) yield* validateEnv(env, field.at('env'));
  if (envFrom) yield* validateEnvFrom(envFrom, field.at('envFrom'));
  yield* validateMounts(container, context, field);
  yield* validatePullPolicy(container.imagePullPolicy, field.at('imagePullPolicy'));
  if (resources) yield* validateContainerResources(resources, context.claimNames, field.at('resources'));
  if (resizePolicy) yield* validateResizePolicy(resizePolicy, context.spec.restartPolicy, field.at('resizePolicy'));
  if (securityContext) yield* validateSecurity(securityContext, context.hostUsers, field.at('securityContext'));
}

function* validateResizePolicy(
  policies: readonly ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
  field: Field,
): FieldErrors {
  const seen = new Set<string>();
  for (const [index, { resourceName, restartPolicy }] of policies.entries()) {
    if (seen.has(resourceName)) yield field.at(index).duplicate(resourceName);
    seen.add(resourceName);
    if (!resourceName) yield field.required();
    else if (!resizableResources.includes(resourceName)) yield field.notSupported(resourceName, resizableResources);
    if (!restartPolicy) yield field.required();
    else if (!resizePolicies.includes(restartPolicy)) yield field.notSupported(restartPolicy, resizePolicies);
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      yield field.invalid(restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'");
    }
  }
}

export function* validateContainers(context: PodContext, field: Field): FieldErrors {
  const { containers, terminationGracePeriodSeconds: gracePeriodSeconds } = context.spec;
  if (!containers?.length) {
    yield field.required();
    return;
  }
  const names = new Set<string>();
  for (const [index, container] of containers.entries()) {
    const at = field.at(index);
    yield* validateCommon(container, context, at);
    if (names.has(container.name)) yield at.at('name').duplicate(container.name);
    names.add(container.name);
    yield* validateHandlers(container, { gracePeriodSeconds }, at);
    yield* validateRestart(container, at);
  }
  yield* validateHostPorts(containers, field);
}

const notForInit = 'may not be set for init containers without restartPolicy=Always';

export function* validateInitContainers(context: PodContext, field: Field): FieldErrors {
  const { containers, initContainers, terminationGracePeriodSeconds: gracePeriodSeconds } = context.spec;
  if (!initContainers) return;
  const names = new Set(containers?.map(({ name }) => name));
  for (const [index, container] of initContainers.entries()) {
    const at = field.at(index);
    yield* validateCommon(container, context, at);
    yield* validateInitRestart(container, at);
    if (names.has(container.name)) yield at.at('name').duplicate(container.name);
    else if (container.name) names.add(container.name);
    yield* validateHostPorts([container], field);
    if (isSidecar(container)) {
      yield* validateHandlers(container, { gracePeriodSeconds }, at);
      continue;
    }
    for (const name of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[name]) yield at.at(name).forbidden(notForInit);
    }
    for (const [policyIndex, { restartPolicy }] of container.resizePolicy?.entries() ?? []) {
      if (restartPolicy !== 'RestartContainer') continue;
      const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
      yield at.at('resizePolicy', policyIndex, 'restartPolicy').invalid(restartPolicy, detail);
    }
  }
}
