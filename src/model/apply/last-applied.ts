import type { KubeObject } from '../kind.ts';
import type { ObjectSchema } from '../schema.ts';
import { isObject, type JsonObject } from '../patch/json-object.ts';
import { difference, type FieldSet } from './field-set.ts';
import { compare } from './typed/compare.ts';
import { fieldsOf } from './typed/fields-of.ts';
import { rootShape } from './typed/shape.ts';

/** Where `kubectl apply` without `--server-side` keeps what it applied. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

const annotationsLimitBytes = 256 * 1024;

/** The fields that were applied on the client's side and still are as they were applied. */
export function allowedByLastApplied(
  live: Readonly<KubeObject>,
  { apiVersion, schema }: { apiVersion: string; schema: ObjectSchema },
): FieldSet | undefined {
  const text = live.metadata.annotations?.[lastAppliedAnnotation];
  const applied = text ? parsed(text) : undefined;
  if (applied?.['apiVersion'] !== apiVersion) return undefined;
  const shape = rootShape(schema);
  const changes = compare(shape, applied, live);
  return difference(difference(fieldsOf(shape, applied), changes?.changed), changes?.removed);
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object with the annotation, where it has one, telling what is applied now. */
export function withLastApplied(object: JsonObject, patch: Readonly<JsonObject>): JsonObject {
  const metadata = object['metadata'] as JsonObject;
  // Its entries are strings: the object was decoded before.
  const annotations = (isObject(metadata['annotations']) ? metadata['annotations'] : {}) as Record<string, string>;
  if (!annotations[lastAppliedAnnotation]) return object;
  const { [lastAppliedAnnotation]: _old, ...others } = annotations;
  const next = { ...others, [lastAppliedAnnotation]: `${JSON.stringify(withoutAnnotation(patch))}\n` };
  const sizeBytes = Object.entries(next).reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return { ...object, metadata: { ...metadata, annotations: sizeBytes > annotationsLimitBytes ? others : next } };
}

function withoutAnnotation(patch: Readonly<JsonObject>): JsonObject {
  const metadata = patch['metadata'];
  if (!isObject(metadata) || !isObject(metadata['annotations'])) return patch;
  const { [lastAppliedAnnotation]: _own, ...annotations } = metadata['annotations'];
  return { ...patch, metadata: { ...metadata, annotations } };
}
