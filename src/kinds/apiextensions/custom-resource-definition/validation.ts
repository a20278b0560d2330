import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkDnsSubdomain } from '../../../model/names.ts';
import { validateChoice } from '../../field-checks.ts';
import { goFormOfList } from '../../go-form.ts';
import { validateConversion } from './conversion-validation.ts';
import { hoist, type HoistedSpec } from './hoisted.ts';
import type { CustomResourceDefinition } from './index.ts';
import { validateLabel, validateNames } from './names-validation.ts';
import { validateSchema } from './schema-validation.ts';
import { CustomResourceDefinitionVersion, type CustomResourceDefinitionSpec } from './schema.ts';
import { validateSelectableFields } from './selectable-fields.ts';
import { validateColumn, validateSubresources, validateVersion } from './version-validation.ts';

type Definition = Readonly<CustomResourceDefinition>;

export function* validateDefinition({ metadata, spec, status }: Definition, field: Field): FieldErrors {
  if (metadata.name !== `${spec.names.plural}.${spec.group}`) {
    yield field.at('metadata', 'name').invalid(metadata.name, 'must be spec.names.plural+"."+spec.group');
  }
  yield* validateSpec(spec, field.at('spec'));
  if (status.acceptedNames) yield* validateNames(status.acceptedNames, field.at('status', 'acceptedNames'));
  yield* validateStoredVersions(status.storedVersions, spec, field.at('status', 'storedVersions'));
}

function* validateSpec(spec: Readonly<CustomResourceDefinitionSpec>, field: Field): FieldErrors {
  const { group, scope, names, conversion, preserveUnknownFields } = spec;
  const hoisted = hoist(spec);
  const groupField = field.at('group');
  const problems = group ? checkDnsSubdomain(group) : [];
  if (!group) yield groupField.required();
  else if (problems.length > 0) yield groupField.invalid(group, problems.join(','));
  else if (!group.includes('.')) yield groupField.invalid(group, 'should be a domain with at least one dot');
  yield* validateChoice(scope, ['Cluster', 'Namespaced'], field.at('scope'));
  yield* validateVersions(hoisted, field);
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const) if (!names[name]) yield field.at('names', name).required();
  yield* validateNames(names, field.at('names'));
  yield* validateCommon(hoisted, field);
  if (conversion && conversion.strategy !== 'None' && preserveUnknownFields) {
    yield field.at('conversion', 'strategy').invalid(conversion.strategy, 'must be None if spec.preserveUnknownFields is true');
  }
  if (conversion) yield* validateConversion(conversion, field.at('conversion'));
}

function* validateVersions(hoisted: HoistedSpec, field: Field): FieldErrors {
  const { versions, version: first } = hoisted;
  const at = field.at('versions');
  if (!hoisted.validation?.openAPIV3Schema) {
    for (const [index, { schema }] of versions.entries()) {
      if (!schema?.openAPIV3Schema) yield at.at(index).at('schema', 'openAPIV3Schema').required();
    }
  }
  const ownSubresources = versions.some(({ subresources }) => subresources);
  for (const [index, version] of versions.entries()) {
    yield* validateLabel(version.name, at.at(index).at('name'));
    const subresources = ownSubresources ? version.subresources : hoisted.subresources;
    yield* validateVersion(version, { hasStatus: subresources?.status !== undefined }, at.at(index));
  }
  const shown = goFormOfList(CustomResourceDefinitionVersion, versions);
  if (new Set(versions.map(({ name }) => name)).size < versions.length) yield at.invalid(shown, 'must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) {
    yield at.invalid(versions.length > 0 ? shown : null, 'must have exactly one version marked as storage version');
  }
  if (first) yield* validateLabel(first, field.at('version'));
}

/** What all versions have in common. */
function* validateCommon({ validation, subresources, versions, ...common }: HoistedSpec, field: Field): FieldErrors {
  const hasStatus = [subresources, ...versions.map((version) => version.subresources)].some((each) => each?.status !== undefined);
  if (validation) yield* validateSchema(validation, { hasStatus }, field.at('validation'));
  if (subresources) yield* validateSubresources(subresources, field.at('subresources'));
  for (const [index, column] of common.additionalPrinterColumns?.entries() ?? []) {
    yield* validateColumn(column, field.at('additionalPrinterColumns', index));
  }
  if (!common.selectableFields?.length) return;
  const at = field.at('selectableFields');
  if (validation?.openAPIV3Schema) yield* validateSelectableFields(common.selectableFields, validation.openAPIV3Schema, at);
  else yield at.invalid('', 'may only be set when validations.schema is included');
}

function* validateStoredVersions(
  stored: readonly string[] | undefined,
  { versions }: Readonly<CustomResourceDefinitionSpec>,
  field: Field,
): FieldErrors {
  if (!stored?.length) {
    yield field.invalid(null, 'must have at least one stored version');
    return;
  }
  const storage = versions?.find((version) => version.storage)?.name;
  if (storage !== undefined && !stored.includes(storage)) yield field.invalid(stored, `must have the storage version ${storage}`);
  for (const [index, name] of stored.entries()) {
    if (versions?.some((version) => version.name === name)) continue;
    const until = `until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    const rule = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions ${until}`;
    yield field.at(index).invalid(name, rule);
  }
}
