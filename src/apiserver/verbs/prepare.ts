import { randomUUID } from 'node:crypto';
import { timestamp } from '../../base/clock.ts';
import { randomSuffix } from '../../base/random.ts';
import { badRequest, invalid } from '../../model/errors.ts';
import { decode } from '../../model/decode.ts';
import { Field, type FieldError } from '../../model/field.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import { validateMetadata, validateMetadataUpdate } from '../../model/metadata-validation.ts';

/** Names longer than this are cut before the random suffix of `generateName` is added. */
const maxGeneratedPrefix = 58;

/** Puts the namespace of the path into the object, which may repeat but not contradict it. */
export function checkNamespace({ scope }: Kind, object: KubeObject, namespace: string): void {
  const { metadata } = object;
  if (scope === 'Cluster') {
    if (metadata.namespace) throw badRequest('namespace is not allowed on this type');
    delete metadata.namespace;
    return;
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  metadata.namespace = namespace;
}

export function fillName({ metadata }: KubeObject): void {
  if (!metadata.name && metadata.generateName) metadata.name = metadata.generateName.slice(0, maxGeneratedPrefix) + randomSuffix();
}

/** What the server decides about new objects of any kind. */
export function prepareCreate(kind: Kind, object: KubeObject, nowMs: number): void {
  const { metadata } = object;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(nowMs);
  if (kind.subresources?.includes('status') && 'status' in object) resetStatus(kind, object, undefined);
  if (kind.countsGenerations) metadata.generation = 1;
  else delete metadata.generation;
  kind.prepareCreate?.(object);
}

/** What the server decides about updates of any kind: identity stays, status has its own subresource. */
export function prepareUpdate(kind: Kind, next: KubeObject, previous: Readonly<KubeObject>): void {
  keepSystemMetadata(next, previous);
  if (kind.subresources?.includes('status')) resetStatus(kind, next, previous);
  kind.prepareUpdate?.(next, previous);
  if (kind.countsGenerations) {
    const generation = previous.metadata.generation ?? 0;
    next.metadata.generation = isSameSpec(next, previous) ? generation : generation + 1;
  }
}

/** Updates through `status` change the status and a little metadata; the rest stays as it was. */
export function prepareStatusUpdate(kind: Kind, next: KubeObject, previous: Readonly<KubeObject>): void {
  keepSystemMetadata(next, previous);
  for (const name of new Set([...Object.keys(next), ...Object.keys(previous)])) {
    if (name === 'status' || name === 'metadata' || name === 'apiVersion' || name === 'kind') continue;
    setField(next, name, fieldOf(previous, name));
  }
  if (previous.metadata.generation === undefined) delete next.metadata.generation;
  else next.metadata.generation = previous.metadata.generation;
  kind.prepareStatusUpdate?.(next, previous);
}

/** Throws with every problem of a new object. */
export function validateNew(kind: Kind, object: KubeObject): void {
  const field = new Field();
  const problems = [...validateMetadata(object.metadata, { kind, field: field.at('metadata') }), ...(kind.validate?.(object, field) ?? [])];
  refuse(kind, object.metadata.name, problems);
}

export function validateChanged(kind: Kind, next: KubeObject, previous: Readonly<KubeObject>): void {
  const field = new Field();
  refuse(kind, previous.metadata.name, [
    ...validateMetadataUpdate(next.metadata, previous.metadata, { kind, field: field.at('metadata') }),
    ...(kind.validate?.(next, field) ?? []),
    ...(kind.validateUpdate?.(next, previous, field) ?? []),
  ]);
}

export function validateStatusChanged(kind: Kind, next: KubeObject, previous: Readonly<KubeObject>): void {
  const field = new Field();
  refuse(kind, previous.metadata.name, [
    ...validateMetadataUpdate(next.metadata, previous.metadata, { kind, field: field.at('metadata') }),
    ...(kind.validateStatusUpdate?.(next, previous, field) ?? []),
  ]);
}

function refuse({ group, kind }: Kind, name: string, problems: readonly FieldError[]): void {
  if (problems.length > 0) throw invalid({ group, kind, name: name ?? '' }, problems);
}

function keepSystemMetadata({ metadata: next }: KubeObject, { metadata: previous }: Readonly<KubeObject>): void {
  next.uid ||= previous.uid;
  next.creationTimestamp = previous.creationTimestamp;
  next.name ||= previous.name;
  delete next.selfLink;
  keep(next, previous, 'deletionTimestamp');
  keep(next, previous, 'deletionGracePeriodSeconds');
  keep(next, previous, 'generateName');
}

function keep<K extends 'deletionTimestamp' | 'deletionGracePeriodSeconds' | 'generateName'>(
  next: KubeObject['metadata'],
  previous: Readonly<KubeObject['metadata']>,
  name: K,
): void {
  const value = previous[name];
  if (value === undefined) delete next[name];
  else next[name] = value;
}

/** The status of a new object is empty, that of an updated one stays. */
function resetStatus({ schema }: Kind, next: KubeObject, previous: Readonly<KubeObject> | undefined): void {
  const status = previous && fieldOf(previous, 'status');
  setField(next, 'status', status ?? emptyStatus(schema));
}

/** What an empty status looks like: kinds differ in the zeros that they show. */
function emptyStatus({ fields }: Kind['schema']): unknown {
  const field = fields['status'];
  return field?.always && typeof field.schema === 'object' && field.schema.type === 'object' ? decode(field.schema, {}).object : undefined;
}

/** Whether everything but metadata and status is alike. Both were normalised, so their JSON says it. */
function isSameSpec(next: KubeObject, previous: Readonly<KubeObject>): boolean {
  const specOf = ({ metadata: _m, ...rest }: KubeObject) => JSON.stringify({ ...rest, status: undefined });
  return specOf(next) === specOf(previous);
}

// Kinds differ in their fields beyond metadata; here they are only moved as a whole.
const fieldOf = (object: Readonly<KubeObject>, name: string): unknown => (object as unknown as Record<string, unknown>)[name];

function setField(object: KubeObject, name: string, value: unknown): void {
  const fields = object as unknown as Record<string, unknown>;
  if (value === undefined) delete fields[name];
  else fields[name] = value;
}
