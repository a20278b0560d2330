import { applyDefaults } from '../model/decode.ts';
import type { Kind, KindBehaviour, KubeObject, SelectableField, StoredAs } from '../model/kind.ts';

/** How a version of a kind and the one that has the rules turn into each other. Neither changes what it is given. */
export interface Conversion<T extends KubeObject, H extends KubeObject> {
  readonly toHub: (object: Readonly<T>) => H;
  readonly fromHub: (object: Readonly<H>) => T;
}

type Names = Pick<Kind, 'group' | 'kind' | 'plural' | 'scope'> & { readonly description: string } & Partial<
    Pick<Kind, 'singular' | 'shortNames' | 'categories' | 'verbs' | 'subresources' | 'features'>
  >;

/**
 * A kind in a version in which objects look otherwise: its names, and its rules as the other version has them, for objects
 * turned into that. What it fills in for clients is its own, and so is its schema.
 */
export function otherForm<T extends KubeObject, H extends KubeObject>(
  hub: Kind<H>,
  conversion: Conversion<T, H>,
): Names & KindBehaviour<T> & { readonly storedAs: StoredAs<T> } {
  const { group, kind, plural, scope, singular, shortNames, categories, verbs, subresources, features } = hub;
  return {
    group,
    kind,
    plural,
    scope,
    description: hub.schema.description,
    ...defined({ singular, shortNames, categories, verbs, subresources, features }),
    ...rules(hub, conversion),
    ...shows(hub, conversion),
    storedAs: storedAs(hub, conversion),
  };
}

function rules<T extends KubeObject, H extends KubeObject>(hub: Kind<H>, { toHub, fromHub }: Conversion<T, H>): KindBehaviour<T> {
  const { countsGenerations, createsOnUpdate, needsVersionToUpdate, resetFields, dependents, takesStatusOnCreate } = hub;
  const { ruleOrder, takesAnyFinalizers } = hub;
  /** Lets the hub's rule change the object. */
  const change = (object: T, apply: (object: H) => void) => {
    const { apiVersion } = object;
    const changed = toHub(object);
    apply(changed);
    for (const name of Object.keys(object)) Reflect.deleteProperty(object, name);
    Object.assign(object, fromHub(changed), { apiVersion });
  };
  return {
    ...defined({ countsGenerations, createsOnUpdate, needsVersionToUpdate, resetFields, dependents, takesStatusOnCreate }),
    ...defined({ ruleOrder, takesAnyFinalizers }),
    ...(hub.conversionProblem && { conversionProblem: (object) => hub.conversionProblem?.(toHub(object)) }),
    prepareCreate: (object, write) => hub.prepareCreate && change(object, (each) => hub.prepareCreate?.(each, write)),
    prepareUpdate: (next, previous, write) =>
      hub.prepareUpdate && change(next, (each) => hub.prepareUpdate?.(each, toHub(previous), write)),
    prepareStatusUpdate: (next, previous, write) =>
      hub.prepareStatusUpdate && change(next, (each) => hub.prepareStatusUpdate?.(each, toHub(previous), write)),
    ...(hub.validateName && {
      validateName: (name, { isPrefix, object }) => hub.validateName?.(name, { isPrefix, ...(object && { object: toHub(object) }) }) ?? [],
    }),
    validate: (object, field, write) => hub.validate?.(toHub(object), field, write) ?? [],
    validateCreate: (object, field, write) => hub.validateCreate?.(toHub(object), field, write) ?? [],
    validateUpdate: (next, previous, field, write) => hub.validateUpdate?.(toHub(next), toHub(previous), field, write) ?? [],
    validateStatusUpdate: (next, previous, field, write) => hub.validateStatusUpdate?.(toHub(next), toHub(previous), field, write) ?? [],
    warnings: (next, previous) => hub.warnings?.(toHub(next), previous && toHub(previous)) ?? [],
  };
}

/** Columns, selectors and scale. */
function shows<T extends KubeObject, H extends KubeObject>(hub: Kind<H>, { toHub, fromHub }: Conversion<T, H>): KindBehaviour<T> {
  const { columns, selectableFields, scale } = hub;
  const selectable = (field: SelectableField<H>): SelectableField<T> => ({
    path: field.path,
    value: (object) => field.value(toHub(object)),
  });
  return {
    ...(columns && {
      columns: columns.map((column) => ({
        ...column,
        value: (object: Readonly<T>, nowMs: number) => column.value(toHub(object), nowMs),
      })),
    }),
    ...(hub.rowConditions && { rowConditions: (object) => hub.rowConditions?.(toHub(object)) ?? [] }),
    ...(selectableFields && { selectableFields: selectableFields.map(selectable) }),
    ...(scale && {
      scale: {
        selector: (object) => scale.selector(toHub(object)),
        specReplicas: (object) => scale.specReplicas(toHub(object)),
        statusReplicas: (object) => scale.statusReplicas(toHub(object)),
        setReplicas(object, replicas) {
          const scaled = toHub(object);
          scale.setReplicas(scaled, replicas);
          Object.assign(object, { ...fromHub(scaled), apiVersion: object.apiVersion });
        },
      },
    }),
  };
}

function storedAs<T extends KubeObject, H extends KubeObject>(hub: Kind<H>, { toHub, fromHub }: Conversion<T, H>): StoredAs<T> {
  return {
    kind: hub,
    toStored(object) {
      const stored = toHub(structuredClone<T>(object));
      applyDefaults(hub.schema, stored);
      hub.defaults?.(stored);
      return stored;
    },
    // What is stored is of the hub's kind.
    fromStored: (object) => fromHub(object as H),
  };
}

/** The properties that are not undefined. */
function defined<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  // Only properties that are there remain.
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}
