import assert from 'node:assert/strict';
import { ApiError } from '../../../model/errors.ts';
import type { Kind, KubeObject } from '../../../model/kind.ts';
import type { User } from '../../../model/request.ts';
import type { Reader } from '../../reader.ts';
import type { Resource } from '../../resource.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin.ts';

type Given = Partial<Omit<AdmissionRequest, 'resource'>>;

/** A write as plugins see it, with everything irrelevant filled in. */
export const admissionRequest = (kind: Kind, given: Given): AdmissionRequest => ({
  operation: 'CREATE',
  // Plugins ask a resource for nothing else.
  resource: { kind, about: (name) => ({ group: kind.group, plural: kind.plural, name }) } as Resource,
  subresource: '',
  namespace: kind.scope === 'Namespaced' ? 'shop' : '',
  name: given.object?.metadata.name ?? given.oldObject?.metadata.name ?? '',
  object: undefined,
  oldObject: undefined,
  user: nobody,
  dryRun: false,
  warn: () => {},
  ...given,
});

const nobody: User = { name: 'somebody', groups: ['system:authenticated'] };

/** Reads the given objects, and knows no others. */
export function readerOf(...objects: readonly KubeObject[]): Reader {
  const ofKind = <T extends KubeObject>({ group, version, kind }: Kind<T>, namespace?: string): T[] =>
    objects.filter(
      (object) =>
        object.kind === kind &&
        object.apiVersion === (group ? `${group}/${version}` : version) &&
        (namespace === undefined || (object.metadata.namespace ?? '') === namespace),
    ) as T[];
  return {
    get: async (kind, { namespace = '', name }) => ofKind(kind, namespace).find(({ metadata }) => metadata.name === name),
    list: async (kind, namespace) => ofKind(kind, namespace),
    revision: () => 0,
    byIndex: async (kind, { valuesOf }, value) => ofKind(kind).filter((object) => valuesOf(object).includes(value)),
  };
}

/** Metadata as stored. */
export const stored = (name: string, namespace?: string): KubeObject['metadata'] => ({
  name,
  ...(namespace !== undefined && { namespace }),
  uid: `uid-of-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
});

/** Runs all of a plugin, as a write does, deletions excepted from changes. */
export async function admit(plugin: AdmissionPlugin, request: AdmissionRequest, reader: Reader = readerOf()): Promise<void> {
  if (request.operation !== 'DELETE') await plugin.mutate?.(request, reader);
  await plugin.validate?.(request, reader);
}

/** What the plugin says when it refuses; fails when it does not. */
export async function refusal(plugin: AdmissionPlugin, request: AdmissionRequest, reader?: Reader): Promise<string> {
  const error = await admit(plugin, request, reader).then(
    () => assert.fail('was not refused'),
    (thrown: unknown) => thrown,
  );
  assert(ApiError.is(error), String(error));
  return error.message;
}
