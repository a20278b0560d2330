import type { Field } from '../../../model/field.ts';
import type { ContainerPort } from './container.ts';
import type { PodSpec } from './spec.ts';
import { containersWithFields } from './validation/container-fields.ts';

/** Ports that cannot all mean what they say. */
export function* portWarnings(spec: Readonly<PodSpec>, field: Field): Iterable<string> {
  const taken = new Map<string, { path: string; port: ContainerPort }[]>();
  for (const [{ ports }, at] of containersWithFields(spec, field)) {
    for (const [index, port] of ports?.entries() ?? []) {
      const { path } = at.at('ports', index);
      if (port.hostIP && !port.hostPort) yield `${path}: hostIP set without hostPort: ${goStruct(port)}`;
      const key = `${port.containerPort}/${port.protocol ?? ''}`;
      const others = taken.get(key) ?? [];
      for (const other of others) {
        const relation = relationOf(port, other.port);
        if (relation) yield `${path}: ${relation} port definition with ${other.path}`;
      }
      taken.set(key, [...others, { path, port }]);
    }
  }
  yield* portNameWarnings(spec, field);
}

function relationOf(port: ContainerPort, other: ContainerPort): string | undefined {
  const { hostIP = '', hostPort = 0 } = port;
  const { hostIP: otherIP = '', hostPort: otherPort = 0 } = other;
  if (hostIP === otherIP && hostPort === otherPort) return 'duplicate';
  if (hostPort === 0 || otherPort === 0) return 'overlapping';
  return hostPort === otherPort && (hostIP === '') !== (otherIP === '') ? 'dangerously ambiguous' : undefined;
}

function* portNameWarnings(spec: Readonly<PodSpec>, field: Field): Iterable<string> {
  const names = new Map<string, string>();
  for (const [{ ports }, at] of containersWithFields(spec, field)) {
    for (const [index, { name }] of ports?.entries() ?? []) {
      if (!name) continue;
      const { path } = at.at('ports', index);
      const other = names.get(name);
      if (other === undefined) names.set(name, path);
      else {
        const use = `services and probes that select ports by name will use ${other}`;
        yield `${path}: duplicate port name ${JSON.stringify(name)} with ${other}, ${use}`;
      }
    }
  }
}

const goStruct = ({ name = '', hostPort = 0, containerPort, protocol = '' as 'TCP', hostIP = '' }: ContainerPort): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
