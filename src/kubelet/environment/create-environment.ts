import type { Informer } from '../../client/informer.ts';
import type { Container } from '../../kinds/core/pod/container.ts';
import type { EnvVar } from '../../kinds/core/pod/env.ts';
import type { EphemeralContainer } from '../../kinds/core/pod/ephemeral-container.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { Service } from '../../kinds/core/service/index.ts';
import { expandVariables } from '../containers/expansion.ts';
import type { PodObjects } from '../objects/pod-objects.ts';
import type { Environment, EnvironmentOptions } from './environment.ts';
import { fileKey } from './file-key.ts';
import type { NodeFacts } from './node-facts.ts';
import { podFieldForVariable } from './pod-field.ts';
import { defaultLimits, resourceField, selectedContainer } from './resource-field.ts';
import { serviceVariables } from './service-variables.ts';
import { configMapKey, secretKey, variablesFrom } from './variables-from.ts';

export interface CreateEnvironmentOptions {
  readonly objects: PodObjects;
  /** Of all namespaces. */
  readonly services: Informer<Service>;
  readonly node: NodeFacts;
}

export function createEnvironment(environment: CreateEnvironmentOptions): Environment {
  return {
    async of(pod, container, options) {
      const variables = new Variables(pod, container, { ...environment, ...options });
      return [...(await variables.all())].map(([name, value]) => ({ name, value }));
    },
  };
}

class Variables {
  readonly #pod: Pod;
  readonly #container: Container | EphemeralContainer;
  readonly #options: CreateEnvironmentOptions & EnvironmentOptions;

  constructor(pod: Pod, container: Container | EphemeralContainer, options: CreateEnvironmentOptions & EnvironmentOptions) {
    this.#pod = pod;
    this.#container = container;
    this.#options = options;
  }

  async all(): Promise<ReadonlyMap<string, string>> {
    const ofServices = this.#ofServices();
    const own = new Map<string, string>();
    const sources = { ...this.#options, pod: this.#pod };
    for (const source of this.#container.envFrom ?? []) {
      for (const [name, value] of await variablesFrom(source, sources)) own.set(name, value);
    }
    for (const variable of this.#container.env ?? []) {
      const lookup = (name: string) => own.get(name) ?? ofServices.get(name);
      const value = variable.value ? expandVariables(variable.value, lookup) : await this.#valueFrom(variable);
      if (value !== undefined) own.set(variable.name, value);
    }
    return new Map([...ofServices, ...own]);
  }

  #ofServices(): ReadonlyMap<string, string> {
    const { services } = this.#options;
    const { metadata, spec } = this.#pod;
    // A pod that came from the API server is not started without knowing how to find the API server.
    if (!services.isReady && !isStatic(this.#pod))
      throw new Error('services have not yet been read at least once, cannot construct envvars');
    return serviceVariables(services.list(), { namespace: metadata.namespace ?? '', enableServiceLinks: spec.enableServiceLinks ?? true });
  }

  /** Undefined for what may be missing and is. */
  async #valueFrom({ valueFrom }: EnvVar): Promise<string | undefined> {
    const { node, podIps, volumes } = this.#options;
    const sources = { ...this.#options, pod: this.#pod };
    if (valueFrom?.fieldRef) return podFieldForVariable(valueFrom.fieldRef, this.#pod, { podIps, hostIps: node.hostIps() });
    if (valueFrom?.resourceFieldRef) {
      const selector = valueFrom.resourceFieldRef;
      const container = selector.containerName ? selectedContainer(selector, this.#pod.spec) : this.#container;
      return resourceField(selector, container, defaultLimits(node.allocatable(), this.#pod.spec));
    }
    if (valueFrom?.configMapKeyRef) return await configMapKey(valueFrom.configMapKeyRef, sources);
    if (valueFrom?.secretKeyRef) return await secretKey(valueFrom.secretKeyRef, sources);
    if (valueFrom?.fileKeyRef) return await fileKey(valueFrom.fileKeyRef, volumes);
    return '';
  }
}

/** From a file on the node rather than from the API server. */
const isStatic = ({ metadata }: Pod): boolean => {
  const source = metadata.annotations?.['kubernetes.io/config.source'];
  return source !== undefined && source !== 'api';
};
