import type { FeatureGates } from './features/feature-gates.ts';
import type { Feature } from './features/known-features.ts';
import type { FieldErrors, Field as FieldPath } from './field.ts';
import { ObjectMeta } from './meta.ts';
import type { User } from './request.ts';
import type { RuleOrder, RuleStep } from './rule-steps.ts';
import { object, required, string, type Fields, type ObjectSchema, type Shape } from './schema.ts';

/** Metadata of an object that the API server has accepted: what it always fills in is there. */
export interface StoredMeta extends ObjectMeta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
}

export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: StoredMeta;
}

/** What a client sends to create an object: the server fills in the rest of the metadata. */
export type New<T extends KubeObject> = Omit<T, 'metadata' | 'apiVersion' | 'kind' | 'status'> & {
  metadata: ObjectMeta;
} & (T extends { status: infer S } ? { status?: S } : unknown);

export const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
export type Verb = (typeof allVerbs)[number];

/** Everything the system knows about one kind, in one value. Add a file under `kinds/` and a line in its index to add one. */
export interface Kind<T extends KubeObject = KubeObject> extends KindBehaviour<T> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  /** The kind's name in lower case, unless given. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  /** All, unless given. Kinds that are asked rather than stored only have `create`. */
  readonly verbs?: readonly Verb[];
  readonly subresources?: readonly string[];
  readonly schema: ObjectSchema<T>;
  /** Where this is not the version that is stored: the one that is, and how to get there and back. */
  readonly storedAs?: StoredAs<T>;
  /** Since when it should no longer be used, and what instead. */
  readonly lifecycle?: Lifecycle;
  /** Features that must be on for it to be served. */
  readonly features?: readonly Feature[];
  /** Whether upstream no longer serves it, so that only naming its version turns it on. */
  readonly retired?: boolean;
}

/** Versions of Kubernetes as upstream counts them, e.g. `1.34`. */
export interface Lifecycle {
  readonly deprecated: string;
  readonly removed?: string;
  /** E.g. `storage.k8s.io/v1 VolumeAttributesClass`. */
  readonly replacement?: string;
}

/** What is stored of a kind, where and as what. */
export type StoredForm = Pick<Kind, 'group' | 'version' | 'kind' | 'plural'>;

export interface StoredAs<T extends KubeObject> {
  readonly kind: StoredForm;
  toStored(object: Readonly<T>): KubeObject;
  fromStored(object: Readonly<KubeObject>): T;
}

/** The rules of a kind. Each has a sound default; all are pure. */
export interface KindBehaviour<T extends KubeObject> {
  /** Whether `metadata.generation` counts changes of everything but metadata and status; for some kinds of one map of the metadata, too. */
  readonly countsGenerations?: boolean | 'annotations' | 'labels';
  /** Whether an update of what is not there creates it. */
  readonly createsOnUpdate?: boolean;
  /** Whether an update must name the version it replaces. */
  readonly needsVersionToUpdate?: boolean;
  /** By subresource, the fields that the server does not take from such requests, where these are not just the spec or the status. */
  readonly resetFields?: Readonly<Record<string, readonly string[]>>;
  /** What becomes of what an object owns when its deletion does not say: it is deleted, too, unless given. */
  readonly dependents?: 'orphaned' | 'none';
  /** Why an object cannot be worked with, though all of its fields could be read. Objects are asked as they came. */
  conversionProblem?(object: Readonly<T>): string | undefined;
  /** Fills in what the user left out beyond the schema's own defaults. May change the object. */
  defaults?(object: T): void;
  /** Whether new objects may come with a status. */
  readonly takesStatusOnCreate?: boolean;
  /** Subresources, besides status and scale, through which objects are updated. */
  readonly subresourceUpdates?: Readonly<Record<string, SubresourceUpdate<T>>>;
  /** Sets what an object shows that is being deleted but not gone yet. May change the object. */
  prepareDelete?(object: T): void;
  /** Whether an object that is being deleted must stay, even without finalizers in its metadata. */
  isHeldBack?(object: Readonly<T>): boolean;
  /** Sets what the server decides when an object is created (initial status and the like). May change the object. */
  prepareCreate?(object: T, write: Write): void;
  /** Keeps or derives what an update of the main resource may not set. May change the next object. */
  prepareUpdate?(next: T, previous: Readonly<T>, write: Write): void;
  /** The same for updates through the status subresource. */
  prepareStatusUpdate?(next: T, previous: Readonly<T>, write: Write): void;
  /** Which rules apply when, and in which order, where it is not the usual. */
  readonly ruleOrder?: RuleOrder;
  /** Whether finalizers may be any qualified names, also without a domain. */
  readonly takesAnyFinalizers?: boolean;
  /**
   * Which rule names obey: `path segment` for kinds like RBAC roles that may hold colons. DNS subdomain unless given. The
   * object is there where the name is that of a new one.
   */
  validateName?(name: string, options: { isPrefix: boolean; object?: Readonly<T> }): readonly string[];
  /** Yields every problem; never throws, never changes the object. */
  validate?(object: Readonly<T>, field: FieldPath, write: Write): FieldErrors;
  /** What holds only for new objects. Runs after `validate`, as do the rules for updates, unless `ruleOrder` says otherwise. */
  validateCreate?(object: Readonly<T>, field: FieldPath, write: Write): FieldErrors;
  validateUpdate?(next: Readonly<T>, previous: Readonly<T>, field: FieldPath, write: Write): FieldErrors;
  validateStatusUpdate?(next: Readonly<T>, previous: Readonly<T>, field: FieldPath, write: Write): FieldErrors;
  /** Messages for the `Warning` header, e.g. about deprecated fields. */
  warnings?(object: Readonly<T>, previous?: Readonly<T>): Iterable<string>;
  /** The same for updates through the status subresource. */
  statusWarnings?(object: Readonly<T>): Iterable<string>;
  /** Columns after Name; Age is added at the end unless the kind shows it itself. A kind that shows its name itself shows all there is. */
  readonly columns?: readonly Column<T>[];
  /** What clients that show tables are told of a row besides its cells. */
  rowConditions?(object: Readonly<T>): readonly RowCondition[];
  /** Fields that field selectors may use besides `metadata.name` and `metadata.namespace`. */
  readonly selectableFields?: readonly SelectableField<T>[];
  /** Where the scale subresource reads and writes. */
  readonly scale?: Scale<T>;
  /** Deletion in two steps: how many seconds of grace an object gets; 0 or none deletes at once. */
  deletionGracePeriodSeconds?(object: Readonly<T>, requestedSeconds: number | undefined): number;
}

/** Who writes, when, and with which features. */
export interface Write {
  readonly user: User;
  readonly nowTimestamp: string;
  readonly gates: FeatureGates;
}

export interface SubresourceUpdate<T> {
  /** Keeps what such an update may not set. May change the next object. */
  prepare(next: T, previous: Readonly<T>, write: Write): void;
  /** The rules that apply; how metadata may change, then these, unless given. */
  readonly steps?: readonly RuleStep[];
  /** The rules of the step `change`. */
  validate(next: Readonly<T>, previous: Readonly<T>, field: FieldPath, write: Write): FieldErrors;
}

export interface Scale<T> {
  /** The current selector in its string form, for autoscalers. */
  selector(object: Readonly<T>): string;
  specReplicas(object: Readonly<T>): number;
  statusReplicas(object: Readonly<T>): number;
  setReplicas(object: T, replicas: number): void;
}

export interface SelectableField<T> {
  /** The path as written in a field selector, e.g. `spec.nodeName`. */
  readonly path: string;
  value(object: Readonly<T>): string;
}

/** `Completed`: the row need not be shown. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

export interface Column<T> {
  /** Empty for cells that upstream's tables have without a column for them. */
  readonly name: string;
  /** OpenAPI type; `string` unless given. */
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** Shown only with `-o wide`. */
  readonly wide?: boolean;
  /** The cell; times relative to now are written by `model/duration.ts`. */
  value(object: Readonly<T>, nowMs: number): string | number | boolean;
}

export type ObjectOf<K> = K extends { readonly schema: ObjectSchema<infer T> } ? T : never;

/** Spec and status are always shown, so code may rely on them. */
type KindShape<F extends Fields> = KubeObject & Shape<F, 'required' | 'always'>;

type KindDefinition<F extends Fields> = Omit<Kind<KindShape<F>>, 'schema'> & {
  /** The name in OpenAPI, e.g. `io.k8s.api.core.v1.Pod`. */
  readonly schema: string;
  /** What the kind is for: what `kubectl explain` begins with. */
  readonly description: string;
  /** Everything but apiVersion, kind and metadata. */
  readonly fields: F;
};

/** What everything says of itself that is read or written as a whole. */
export const typeFields = {
  apiVersion: string(0, 'Group and version of the API that this is written in, such as apps/v1.'),
  kind: string(0, 'What this is, such as Pod.'),
} satisfies Fields;

export const objectFields = {
  ...typeFields,
  metadata: required(object(1, ObjectMeta, 'Name, namespace, labels and the like.')),
} satisfies Fields;

export function defineKind<const F extends Fields>({ schema: name, description, fields, ...rest }: KindDefinition<F>): Kind<KindShape<F>> {
  const schema: ObjectSchema<KindShape<F>> = {
    type: 'object',
    name,
    description,
    fields: { ...objectFields, ...fields },
  };
  // The methods of the definition take the shape that the same call infers; the compiler loses that in the rest object.
  return Object.freeze({ ...rest, schema }) as Kind<KindShape<F>>;
}

export const apiVersionOf = ({ group, version }: Pick<Kind, 'group' | 'version'>): string => (group ? `${group}/${version}` : version);

/** `pods`, or `deployments.apps`: how messages and RBAC name a resource. */
export const resourceNameOf = ({ group, plural }: Pick<Kind, 'group' | 'plural'>): string => (group ? `${plural}.${group}` : plural);

export const singularOf = ({ kind, singular }: Pick<Kind, 'kind' | 'singular'>): string => singular ?? kind.toLowerCase();
