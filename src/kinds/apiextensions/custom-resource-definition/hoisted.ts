import type { Schema } from '../../../model/schema.ts';
import { isSame } from '../../same.ts';
import {
  CustomResourceDefinitionVersion,
  type CustomResourceColumnDefinition,
  type CustomResourceDefinitionSpec,
  type CustomResourceSubresources,
  type CustomResourceValidation,
  type SelectableField,
} from './schema.ts';

/**
 * The definition as upstream judges it, in the shape of its first version: what all versions have in common stands at the
 * top, and only what differs in the versions. Problems are reported for where things stand there.
 */
export interface HoistedSpec {
  readonly version?: string;
  readonly validation?: CustomResourceValidation;
  readonly subresources?: CustomResourceSubresources;
  readonly additionalPrinterColumns?: readonly CustomResourceColumnDefinition[];
  readonly selectableFields?: readonly SelectableField[];
  readonly versions: readonly CustomResourceDefinitionVersion[];
  /** Whether there is a list of versions at all, if only an empty one. */
  readonly given: boolean;
}

const hoistable = {
  schema: 'validation',
  subresources: 'subresources',
  additionalPrinterColumns: 'additionalPrinterColumns',
  selectableFields: 'selectableFields',
} as const;

export function hoist({ versions }: Readonly<CustomResourceDefinitionSpec>): HoistedSpec {
  const [first] = versions ?? [];
  if (!first) return { versions: [], given: Array.isArray(versions) };
  const hoisted: Record<string, unknown> = { version: first.name };
  const rest: CustomResourceDefinitionVersion[] = versions.map((version) => ({ ...version }));
  for (const name of Object.keys(hoistable) as (keyof typeof hoistable)[]) {
    const schema: Schema | undefined = CustomResourceDefinitionVersion.fields[name]?.schema;
    if (!schema || !versions.every((version) => isSame(schema, version[name], first[name]))) continue;
    if (first[name] !== undefined) hoisted[hoistable[name]] = first[name];
    for (const version of rest) delete version[name];
  }
  return { ...hoisted, versions: rest, given: true };
}
