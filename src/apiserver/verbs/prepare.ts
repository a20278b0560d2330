import { randomUUID } from 'node:crypto';
import { randomSuffix } from '../../base/random.ts';
import { isSame } from '../../kinds/same.ts';
import { decode } from '../../model/decode.ts';
import type { Kind, KubeObject, SubresourceUpdate, Write } from '../../model/kind.ts';

/** Names longer than this are cut before the random suffix of `generateName` is added. */
const maxGeneratedPrefix = 58;

/** Forgets what clients may not decide about new objects, whatever they said. */
export function wipeSystemMetadata({ metadata }: KubeObject): void {
  const fields: Partial<KubeObject['metadata']> = metadata;
  delete fields.uid;
  delete fields.creationTimestamp;
  delete fields.deletionTimestamp;
  delete fields.deletionGracePeriodSeconds;
  delete fields.selfLink;
}

/** Gives a new object its identity. */
export function fillSystemMetadata({ metadata }: KubeObject, nowTimestamp: string): void {
  metadata.uid = randomUUID();
  metadata.creationTimestamp = nowTimestamp;
  if (!metadata.name && metadata.generateName) metadata.name = metadata.generateName.slice(0, maxGeneratedPrefix) + randomSuffix();
  // Rules find an empty name, which is refused, rather than none.
  metadata.name ??= '';
}

/** What the server decides about new objects of any kind. */
export function prepareCreate(kind: Kind, object: KubeObject, write: Write): void {
  if (hasStatus(kind) && 'status' in object && !kind.takesStatusOnCreate) setField(object, 'status', emptyStatus(kind));
  if (kind.countsGenerations) object.metadata.generation = 1;
  kind.prepareCreate?.(object, write);
}

export interface Update {
  readonly next: KubeObject;
  readonly previous: Readonly<KubeObject>;
  readonly write: Write;
}

/** What the server decides about updates of any kind: identity stays, status has its own subresource. */
export function prepareUpdate(kind: Kind, { next, previous, write }: Update): void {
  keepSystemMetadata(next, previous);
  if (hasStatus(kind)) setField(next, 'status', fieldOf(previous, 'status') ?? emptyStatus(kind));
  kind.prepareUpdate?.(next, previous, write);
  countGeneration(kind, next, previous);
}

/** Updates through `status` change the status and a little metadata; the rest stays as it was. */
export function prepareStatusUpdate(kind: Kind, { next, previous, write }: Update): void {
  keepSystemMetadata(next, previous);
  for (const name of new Set([...Object.keys(next), ...Object.keys(previous)])) {
    if (name === 'status' || name === 'metadata' || name === 'apiVersion' || name === 'kind') continue;
    setField(next, name, fieldOf(previous, name));
  }
  kind.prepareStatusUpdate?.(next, previous, write);
}

export function prepareSubresourceUpdate(kind: Kind, own: SubresourceUpdate<KubeObject>, { next, previous, write }: Update): void {
  keepSystemMetadata(next, previous);
  own.prepare(next, previous, write);
  countGeneration(kind, next, previous);
}

function countGeneration<T extends KubeObject>(kind: Kind<T>, next: T, previous: Readonly<T>): void {
  if (!kind.countsGenerations || isSameSpec(kind, next, previous)) return;
  next.metadata.generation = (previous.metadata.generation ?? 0) + 1;
}

function keepSystemMetadata({ metadata: next }: KubeObject, { metadata: previous }: Readonly<KubeObject>): void {
  next.uid ||= previous.uid;
  next.creationTimestamp = previous.creationTimestamp;
  if (previous.generation === undefined) delete next.generation;
  else next.generation = previous.generation;
  if (previous.deletionTimestamp !== undefined) next.deletionTimestamp = previous.deletionTimestamp;
  if (previous.deletionGracePeriodSeconds !== undefined) next.deletionGracePeriodSeconds ??= previous.deletionGracePeriodSeconds;
}

const hasStatus = ({ subresources }: Kind): boolean => subresources?.includes('status') ?? false;

/** What an empty status looks like: kinds differ in the zeros that they show. */
function emptyStatus({ schema: { fields } }: Kind): unknown {
  const field = fields['status'];
  return field?.always && typeof field.schema === 'object' && field.schema.type === 'object' ? decode(field.schema, {}).object : undefined;
}

/** Whether everything but metadata and status is alike, and the part of the metadata that the kind counts as well. */
function isSameSpec<T extends KubeObject>({ schema, countsGenerations }: Kind<T>, next: T, previous: Readonly<T>): boolean {
  for (const [name, { schema: fieldSchema }] of Object.entries(schema.fields)) {
    if (name === 'metadata' || name === 'status') continue;
    if (!isSame(fieldSchema, fieldOf(next, name), fieldOf(previous, name))) return false;
  }
  return typeof countsGenerations !== 'string' || isSame(textMap, next.metadata[countsGenerations], previous.metadata[countsGenerations]);
}

const textMap = { type: 'map', values: 'string' } as const;

// Kinds differ in their fields beyond metadata; here they are only moved as a whole.
const fieldOf = (object: Readonly<KubeObject>, name: string): unknown => (object as unknown as Record<string, unknown>)[name];

function setField(object: KubeObject, name: string, value: unknown): void {
  const fields = object as unknown as Record<string, unknown>;
  if (value === undefined) delete fields[name];
  else fields[name] = value;
}
