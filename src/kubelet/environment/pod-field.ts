import { goQuote } from '../../base/go-quote.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import type { ObjectFieldSelector } from '../../kinds/core/pod/field-reference.ts';

export interface PodAddresses {
  readonly podIps: readonly string[];
  /** The node's, the main one first. */
  readonly hostIps: readonly string[];
}

/** The value of a field that a variable of a container takes. Throws an Error for fields that cannot be taken. */
export function podFieldForVariable({ apiVersion, fieldPath }: ObjectFieldSelector, pod: Pod, { podIps, hostIps }: PodAddresses): string {
  if ((apiVersion || 'v1') !== 'v1') throw new Error(`unsupported pod version: ${apiVersion}`);
  switch (fieldPath) {
    case 'spec.host':
    case 'spec.nodeName':
      return pod.spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? '';
    case 'status.hostIP':
      return hostIps[0] ?? '';
    case 'status.hostIPs':
      return hostIps.join(',');
    case 'status.podIP':
      return podIps[0] ?? '';
    case 'status.podIPs':
      return podIps.join(',');
    default:
      return podField(fieldPath, pod);
  }
}

/** The value of a field of the pod's metadata, as volumes show them. Throws an Error for others. */
export function podField(fieldPath: string, { metadata }: Pod): string {
  const subscript = /^(.+?)\['(.*)'\]$/s.exec(fieldPath);
  if (subscript) {
    const [, path = '', key = ''] = subscript;
    if (path === 'metadata.annotations') return own(metadata.annotations, key);
    if (path === 'metadata.labels') return own(metadata.labels, key);
    throw new Error(`fieldPath "${fieldPath}" does not support subscript`);
  }
  switch (fieldPath) {
    case 'metadata.annotations':
      return formatMap(metadata.annotations);
    case 'metadata.labels':
      return formatMap(metadata.labels);
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    default:
      throw new Error(`unsupported fieldPath: ${fieldPath}`);
  }
}

const own = (values: Readonly<Record<string, string>> | undefined, key: string): string =>
  values && Object.hasOwn(values, key) ? (values[key] ?? '') : '';

/** A line for each entry, by name, the value in quotes. */
const formatMap = (values: Readonly<Record<string, string>> = {}): string =>
  Object.keys(values)
    .sort()
    .map((key) => `${key}=${goQuote(values[key] ?? '')}`)
    .join('\n');
