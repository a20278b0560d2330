import { MutatingAdmissionPolicyBinding } from '../../kinds/admissionregistration/mutating-admission-policy-binding.ts';
import { MutatingAdmissionPolicy } from '../../kinds/admissionregistration/mutating-admission-policy.ts';
import { ValidatingAdmissionPolicyBinding } from '../../kinds/admissionregistration/validating-admission-policy-binding.ts';
import { ValidatingAdmissionPolicy } from '../../kinds/admissionregistration/validating-admission-policy.ts';
import { builtInKinds } from '../../kinds/index.ts';
import { ApiError, invalid } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { User } from '../../model/request.ts';
import { mastersGroup } from '../authentication/user.ts';
import { resourceAttributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Call, VerbContext } from '../call.ts';

type Context = Pick<VerbContext, 'policy' | 'reader' | 'resourceOf'>;
type Policy = ValidatingAdmissionPolicy | MutatingAdmissionPolicy;
type Binding = ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding;
type ParamKind = NonNullable<Policy['spec']['paramKind']>;

interface Writing {
  readonly next: Readonly<KubeObject>;
  readonly previous?: Readonly<KubeObject>;
}

/**
 * Who makes policies for admission read what these take as parameters: they must be allowed to read it themselves. Throws
 * Invalid. What is written is otherwise in order.
 */
export async function requireParameterAccess(writing: Writing, call: Call, context: Context): Promise<void> {
  const { info, resource, user } = call;
  const { group, kind } = resource.kind;
  if (group !== ValidatingAdmissionPolicy.group || info.subresource || user.groups.includes(mastersGroup)) return;
  const refusal = await refusalOf(kind, writing, call, context);
  if (!refusal) return;
  const name = writing.next.metadata.name;
  throw invalid({ group, kind, name }, [new Field('spec').at(refusal.field).forbidden(refusal.message)]);
}

interface Refusal {
  readonly field: string;
  readonly message: string;
}

async function refusalOf(kind: string, { next, previous }: Writing, call: Call, context: Context): Promise<Refusal | undefined> {
  let message: string | undefined;
  switch (kind) {
    // The objects are of the call's kind, and all versions of it look alike.
    case ValidatingAdmissionPolicy.kind:
    case MutatingAdmissionPolicy.kind:
      message = await policyRefusal(next as Policy, previous as Policy | undefined, call, context);
      return message === undefined ? undefined : { field: 'paramKind', message };
    case ValidatingAdmissionPolicyBinding.kind:
    case MutatingAdmissionPolicyBinding.kind:
      message = await bindingRefusal(next as Binding, kind, call, context);
      return message === undefined ? undefined : { field: 'paramRef', message };
    default:
      return undefined;
  }
}

async function policyRefusal(next: Policy, previous: Policy | undefined, { user }: Call, context: Context): Promise<string | undefined> {
  const { paramKind } = next.spec;
  if (!paramKind) return undefined;
  const { apiVersion, kind } = paramKind;
  const before = previous?.spec.paramKind;
  if (before && before.apiVersion === apiVersion && before.kind === kind) return undefined;
  const { group, version, resource = '*' } = resolved(paramKind, context);
  const attributes = resourceAttributes(user, { verb: 'get', name: '*', namespace: '*', group, version, resource });
  if (await isAllowed(attributes, context)) return undefined;
  const what = `(kind=${kind ?? ''}, apiVersion=${apiVersion ?? ''})`;
  return `user ${shown(user)} must have "get" permission on all objects of the referenced paramKind ${what}`;
}

const everything = { group: '*', version: '*', resource: '*' };

async function bindingRefusal({ spec }: Binding, kind: string, { user }: Call, context: Context): Promise<string | undefined> {
  const { paramRef, policyName = '' } = spec;
  if (!paramRef) return undefined;
  const { name = '', namespace = '' } = paramRef;
  const isMutating = kind === MutatingAdmissionPolicyBinding.kind;
  const policy = await (isMutating
    ? context.reader.get(MutatingAdmissionPolicy, { name: policyName })
    : context.reader.get(ValidatingAdmissionPolicy, { name: policyName }));
  const paramKind = policy?.spec.paramKind;
  const about = paramKind ? resolved(paramKind, context) : everything;
  const verb = name ? 'get' : 'list';
  if (await isAllowed(resourceAttributes(user, { ...about, verb, name, namespace, resource: about.resource ?? '*' }), context))
    return undefined;
  const everywhere = `to determine minimum required permissions and user ${shown(user)} does not have "${verb}" permission for all groups, versions and resources`;
  if (!policy) return `unable to get policy ${policyName} ${everywhere}`;
  if (paramKind && about.resource === undefined) {
    return `unable to resolve paramKind &{${paramKind.apiVersion ?? ''} ${paramKind.kind ?? ''}} ${everywhere}`;
  }
  // Upstream confuses the two where policies change objects.
  const [who, what] = isMutating ? [verb, shown(user)] : [shown(user), verb];
  return `user ${who} does not have "${what}" permission on the object referenced by paramRef`;
}

/** No resource where there is none for the kind. */
function resolved({ apiVersion = '', kind }: ParamKind, { resourceOf }: Context): { group: string; version: string; resource?: string } {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const known = builtInKinds.find((each) => each.group === group && each.version === version && each.kind === kind);
  return { group, version, ...(known && resourceOf(group, known.plural) && { resource: known.plural }) };
}

async function isAllowed(attributes: ReturnType<typeof resourceAttributes>, { policy }: Context): Promise<boolean> {
  try {
    await authorize(attributes, policy);
    return true;
  } catch (error) {
    if (ApiError.is(error, 'Forbidden')) return false;
    throw error;
  }
}

/** As Go prints it. */
function shown({ name, uid = '', groups, extra = {} }: User): string {
  const keys = Object.keys(extra).toSorted();
  return `&{${name} ${uid} [${groups.join(' ')}] map[${keys.map((key) => `${key}:[${(extra[key] ?? []).join(' ')}]`).join(' ')}]}`;
}
