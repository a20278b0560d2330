import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkDnsSubdomain } from '../../../model/names.ts';
import { validateChoice } from '../../field-checks.ts';
import { goFormOfList } from '../../go-form.ts';
import { validateConversion } from './conversion-validation.ts';
import { hoist, type HoistedSpec } from './hoisted.ts';
import type { CustomResourceDefinition } from './index.ts';
import { allSchemas } from './json-schema.ts';
import { validateLabel, validateNames } from './names-validation.ts';
import { validateSchema } from './schema-validation.ts';
import { CustomResourceDefinitionVersion, type CustomResourceDefinitionSpec } from './schema.ts';
import { validateSelection } from './selectable-fields.ts';
import type { Strictness } from './strictness.ts';
import { validateColumn, validateSubresources, validateVersion } from './version-validation.ts';

export function* validateSpec(spec: Readonly<CustomResourceDefinitionSpec>, field: Field, given: Strictness): FieldErrors {
  const { group, scope, names, conversion, preserveUnknownFields = false } = spec;
  const hoisted = hoist(spec);
  const groupField = field.at('group');
  const problems = group ? checkDnsSubdomain(group) : [];
  if (!group) yield groupField.required();
  else if (problems.length > 0) yield groupField.invalid(group, problems.join(','));
  else if (!group.includes('.')) yield groupField.invalid(group, 'should be a domain with at least one dot');
  yield* validateChoice(scope, ['Cluster', 'Namespaced'], field.at('scope'));
  yield* validateSchemasAreThere(hoisted, { all: given.schemas, served: !preserveUnknownFields }, field.at('versions'));
  const has = hasInSchemas(spec);
  if (has.defaults && preserveUnknownFields) {
    yield field.at('preserveUnknownFields').invalid(true, 'must be false in order to use defaults in the schema');
  }
  const strictness = { ...given, structure: given.structure || !preserveUnknownFields || has.defaults || has.extensions };
  yield* validateVersions(hoisted, strictness, field);
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const) if (!names[name]) yield field.at('names', name).required();
  yield* validateNames(names, field.at('names'));
  yield* validateCommon(hoisted, strictness, field);
  if (conversion && conversion.strategy !== 'None' && preserveUnknownFields) {
    yield field.at('conversion', 'strategy').invalid(conversion.strategy, 'must be None if spec.preserveUnknownFields is true');
  }
  if (conversion) yield* validateConversion(conversion, field.at('conversion'), strictness);
}

function* validateSchemasAreThere(
  { validation, versions }: HoistedSpec,
  needed: { readonly all: boolean; readonly served: boolean },
  field: Field,
): FieldErrors {
  if (validation?.openAPIV3Schema) return;
  for (const [index, { schema, served }] of versions.entries()) {
    if (schema?.openAPIV3Schema) continue;
    const at = field.at(index).at('schema', 'openAPIV3Schema');
    if (needed.all) yield at.required();
    else if (needed.served && served) yield at.required('because otherwise all fields are pruned');
  }
}

function hasInSchemas({ versions }: Readonly<CustomResourceDefinitionSpec>): { defaults: boolean; extensions: boolean } {
  const all = (versions ?? []).flatMap(({ schema }) => (schema?.openAPIV3Schema ? [...allSchemas(schema.openAPIV3Schema)] : []));
  return {
    defaults: all.some((schema) => schema.default !== undefined),
    extensions: all.some(
      (schema) =>
        schema['x-kubernetes-embedded-resource'] ||
        schema['x-kubernetes-preserve-unknown-fields'] !== undefined ||
        schema['x-kubernetes-int-or-string'] ||
        schema['x-kubernetes-list-map-keys']?.length ||
        schema['x-kubernetes-list-type'] !== undefined ||
        schema['x-kubernetes-validations']?.length,
    ),
  };
}

function* validateVersions(hoisted: HoistedSpec, strictness: Strictness, field: Field): FieldErrors {
  const { versions, version: first } = hoisted;
  const at = field.at('versions');
  const ownSubresources = versions.some(({ subresources }) => subresources);
  for (const [index, version] of versions.entries()) {
    yield* validateLabel(version.name, at.at(index).at('name'));
    // Of versions of the same name, the first speaks for all.
    const { subresources } = ownSubresources ? (versions.find(({ name }) => name === version.name) ?? version) : hoisted;
    yield* validateVersion(version, { hasStatus: subresources?.status !== undefined, strictness }, at.at(index));
  }
  const shown = goFormOfList(CustomResourceDefinitionVersion, hoisted.given ? versions : undefined);
  if (new Set(versions.map(({ name }) => name)).size < versions.length) yield at.invalid(shown, 'must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) {
    yield at.invalid(shown, 'must have exactly one version marked as storage version');
  }
  if (first) yield* validateLabel(first, field.at('version'));
}

/** What all versions have in common. */
function* validateCommon(
  { validation, subresources, versions, ...common }: HoistedSpec,
  strictness: Strictness,
  field: Field,
): FieldErrors {
  const hasStatus = [subresources, ...versions.map((version) => version.subresources)].some((each) => each?.status !== undefined);
  if (validation) yield* validateSchema(validation, { hasStatus, strictness }, field.at('validation'));
  if (subresources) yield* validateSubresources(subresources, field.at('subresources'));
  for (const [index, column] of common.additionalPrinterColumns?.entries() ?? []) {
    yield* validateColumn(column, field.at('additionalPrinterColumns', index));
  }
  if (!common.selectableFields?.length) return;
  const mayBeMany = strictness.mayHaveManySelectableFields.has('');
  if (validation) yield* validateSelection(common.selectableFields, validation.openAPIV3Schema, field, { mayBeMany });
  else yield field.at('selectableFields').invalid('', 'may only be set when validations.schema is included');
}

export function* validateStatus({ spec, status }: Readonly<CustomResourceDefinition>, field: Field): FieldErrors {
  if (status.acceptedNames) yield* validateNames(status.acceptedNames, field.at('acceptedNames'));
  yield* validateStoredVersions(status.storedVersions, spec, field.at('storedVersions'));
}

function* validateStoredVersions(
  stored: readonly string[] | undefined,
  { versions }: Readonly<CustomResourceDefinitionSpec>,
  field: Field,
): FieldErrors {
  if (!stored?.length) {
    yield field.invalid(stored, 'must have at least one stored version');
    return;
  }
  for (const { name, storage } of versions ?? []) {
    if (storage && !stored.includes(name)) yield field.invalid(stored, `must have the storage version ${name}`);
  }
  for (const [index, name] of stored.entries()) {
    if (versions?.some((version) => version.name === name) || stored.lastIndexOf(name) > index) continue;
    const until = `until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    const rule = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions ${until}`;
    yield field.at(index).invalid(name, rule);
  }
}
