import type { Field, FieldErrors } from '../../../../model/field.ts';
import { protocols, validatePortName, validatePortNumber } from '../../../field-checks.ts';
import type { Container, ContainerPort } from '../container.ts';

export function* validatePorts(ports: readonly ContainerPort[], field: Field): FieldErrors {
  const names = new Set<string>();
  for (const [index, { name, containerPort, hostPort, protocol }] of ports.entries()) {
    const at = field.at(index);
    if (name) {
      const problems = [...validatePortName(name, at.at('name'))];
      yield* problems;
      if (problems.length === 0 && names.has(name)) yield at.at('name').duplicate(name);
      names.add(name);
    }
    if (!containerPort) yield at.at('containerPort').required();
    else yield* validatePortNumber(containerPort, at.at('containerPort'));
    if (hostPort) yield* validatePortNumber(hostPort, at.at('hostPort'));
    if (!protocol) yield at.at('protocol').required();
    else if (!protocols.includes(protocol)) yield at.at('protocol').notSupported(protocol, protocols);
  }
}

/** A port of the host's address can be given away once. */
export function* validateHostPorts(containers: readonly Container[], field: Field): FieldErrors {
  const taken = new Set<string>();
  for (const [index, { ports }] of containers.entries()) {
    for (const [portIndex, { protocol, hostIP = '', hostPort }] of ports?.entries() ?? []) {
      if (!hostPort) continue;
      const key = `${protocol ?? ''}/${hostIP}/${hostPort}`;
      if (taken.has(key)) yield field.at(index, 'ports', portIndex, 'hostPort').duplicate(key);
      taken.add(key);
    }
  }
}
