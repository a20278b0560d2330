import { isConditionTrue } from '../../../model/conditions.ts';
import { Field } from '../../../model/field.ts';
import { isSame } from '../../same.ts';
import { hasUnknownFields } from '../schema-values/prune.ts';
import { caBundleProblem } from './ca-bundle.ts';
import { takesReviewVersions } from './conversion-validation.ts';
import { hoist } from './hoisted.ts';
import type { CustomResourceDefinition } from './index.ts';
import { allSchemas } from './json-schema.ts';
import { validateKeysAreThere, validateSetItems } from './list-type-validation.ts';
import { knownTypes } from './open-api-validation.ts';
import { CustomResourceDefinitionVersion, type JSONSchemaProps } from './schema.ts';
import { mostSelectableFields } from './selectable-fields.ts';
import { isStructural } from './structural.ts';

/** Rules that came later than version 1 of the API did, or that only hold once a kind is served: what breaks them already may stay. */
export interface Strictness {
  readonly schemas: boolean;
  readonly structure: boolean;
  readonly types: boolean;
  readonly prunedDefaults: boolean;
  readonly atomicSets: boolean;
  readonly mapKeys: boolean;
  readonly reviewVersions: boolean;
  readonly caBundle: boolean;
  /** Versions that may select by more fields than others; the empty name stands for all versions at once. */
  readonly mayHaveManySelectableFields: ReadonlySet<string>;
}

/** A new kind is not served yet, so nobody can be hurt by certificates that nobody can read. */
export const forNewKinds: Strictness = {
  schemas: true,
  structure: true,
  types: true,
  prunedDefaults: true,
  atomicSets: true,
  mapKeys: true,
  reviewVersions: true,
  caBundle: false,
  mayHaveManySelectableFields: new Set(),
};

type Definition = Readonly<CustomResourceDefinition>;

export function strictnessAfter({ spec, status }: Definition, next: Definition): Strictness {
  const versions = spec.versions ?? [];
  const roots = versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  const all = roots.flatMap((root) => [...allSchemas(root)]);
  const nowhere = new Field();
  const breaks = (rule: (schema: Readonly<JSONSchemaProps>) => Iterable<unknown>): boolean =>
    all.some((schema) => !Iterator.from(rule(schema)).next().done);
  const { caBundle } = spec.conversion?.webhook?.clientConfig ?? {};
  return {
    schemas: versions.every(({ schema }) => schema?.openAPIV3Schema),
    structure: roots.every(isStructural),
    types: all.every(({ type }) => !type || knownTypes.includes(type)),
    prunedDefaults: !all.some((schema) => schema.default !== undefined && hasUnknownFields(schema.default, schema)),
    atomicSets: !breaks((schema) => validateSetItems(schema, nowhere)),
    mapKeys: !breaks((schema) => validateKeysAreThere(schema, nowhere)),
    reviewVersions: takesReviewVersions(spec.conversion?.webhook?.conversionReviewVersions),
    caBundle: isConditionTrue(status.conditions, 'Established') && !(caBundle && caBundleProblem(caBundle)),
    mayHaveManySelectableFields: new Set(tooManyBefore(spec, next.spec)),
  };
}

function* tooManyBefore(previous: Definition['spec'], next: Definition['spec']): Iterable<string> {
  const [before, after] = [hoist(previous), hoist(next)];
  const { schema } = CustomResourceDefinitionVersion.fields['selectableFields'] ?? {};
  const stays = (a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean =>
    schema !== undefined && (a?.length ?? 0) > mostSelectableFields && isSame(schema, a, b);
  if (stays(before.selectableFields, after.selectableFields)) yield '';
  for (const { name, selectableFields } of after.versions) {
    const old = before.versions.find((version) => version.name === name);
    if (old && stays(old.selectableFields, selectableFields)) yield name;
  }
}
