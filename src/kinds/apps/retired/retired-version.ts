import { typeInVersion } from '../../type-in-version.ts';
import { otherForm, type Conversion } from '../../other-form.ts';
import type { Kind, KubeObject } from '../../../model/kind.ts';
import type { LabelSelector, ObjectMeta } from '../../../model/meta.ts';
import type { Fields, ObjectSchema } from '../../../model/schema.ts';

export interface RetiredVersion<T extends KubeObject> extends Partial<Conversion<T, T>> {
  readonly group: 'apps' | 'extensions';
  readonly version: string;
  /** Since which version of Kubernetes it should not be used. */
  readonly deprecated: string;
  /** Fields of the spec that later versions have no more, or have otherwise. */
  readonly specFields?: Fields;
  /** What it fills in otherwise than later versions, before they fill in the rest. May change the object. */
  readonly before?: (object: T) => void;
}

/**
 * A version of a workload that upstream has served until 1.16, so that manifests of that time still work. It looks as
 * `apps/v1` does but for a few fields, is stored as that, and has its rules.
 */
export function retiredVersion<T extends KubeObject>(hub: Kind<T>, retired: RetiredVersion<T>): Kind<T> {
  const { group, version, deprecated, specFields = {}, before } = retired;
  const unchanged = (object: Readonly<T>): T => ({ ...object });
  return Object.freeze({
    ...otherForm<T, T>(hub, { toHub: retired.toHub ?? unchanged, fromHub: retired.fromHub ?? unchanged }),
    group,
    version,
    retired: true,
    lifecycle: { deprecated, removed: '1.16', replacement: `apps/v1 ${hub.kind}` },
    schema: withSpecFields(typeInVersion<T>(hub.schema, { package: group, version }), specFields),
    defaults(object: T) {
      before?.(object);
      hub.defaults?.(object);
    },
  });
}

function withSpecFields<T>(schema: ObjectSchema<T>, more: Fields): ObjectSchema<T> {
  const { spec } = schema.fields;
  if (typeof spec?.schema !== 'object' || spec.schema.type !== 'object') return schema;
  const inner = { ...spec.schema, fields: { ...spec.schema.fields, ...more } };
  return { ...schema, fields: { ...schema.fields, spec: { ...spec, schema: inner } } };
}

interface Labelled {
  metadata: ObjectMeta;
  spec: { selector?: LabelSelector | null; template?: { metadata?: ObjectMeta } };
}

/** A workload without a selector has the pods of its template, and without labels those of its pods. */
export function defaultFromTemplate({ metadata, spec }: Labelled): void {
  const labels = spec.template?.metadata?.labels;
  if (!labels) return;
  spec.selector ??= { matchLabels: { ...labels } };
  if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}
