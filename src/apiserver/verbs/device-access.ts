import { Namespace } from '../../kinds/core/namespace.ts';
import { deviceIdOf } from '../../kinds/resource/allocated-devices.ts';
import { ResourceClaimTemplate } from '../../kinds/resource/resource-claim-template.ts';
import {
  AllocatedDeviceStatus,
  AllocationResult,
  ResourceClaim,
  ResourceClaimStatus,
  type ResourceClaimSpec,
} from '../../kinds/resource/resource-claim.ts';
import { isSame } from '../../kinds/same.ts';
import { ApiError } from '../../model/errors.ts';
import { Field, type FieldError } from '../../model/field.ts';
import { checkDnsSubdomain } from '../../model/names.ts';
import type { KubeObject } from '../../model/kind.ts';
import type { User } from '../../model/request.ts';
import { resourceAttributes } from '../authorization/attributes.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Call, VerbContext } from '../call.ts';

type Context = Pick<VerbContext, 'gates' | 'policy' | 'reader'>;

interface Writing {
  readonly next: Readonly<KubeObject>;
  readonly previous?: Readonly<KubeObject>;
}

/**
 * Whether the sender may have what a claim of devices is about to say: access past other users only where the namespace is
 * for administrators, an allocation only for who allocates, and the state of devices only for their drivers.
 */
export async function deviceAccessProblems(writing: Writing, call: Call, context: Context): Promise<readonly FieldError[]> {
  const { info, resource } = call;
  const { group, kind, storedAs } = resource.kind;
  if (group !== ResourceClaim.group) return [];
  const stored = (object: Readonly<KubeObject>): unknown => (storedAs ? storedAs.toStored(object) : object);
  if (kind === ResourceClaimTemplate.kind && !writing.previous) {
    // A template in its stored form is one, whatever version it came in.
    const { spec } = stored(writing.next) as ResourceClaimTemplate;
    return adminProblems(askedForAdmin(spec.spec), info.namespace, context);
  }
  if (kind !== ResourceClaim.kind) return [];
  const next = stored(writing.next) as ResourceClaim;
  if (!writing.previous) return adminProblems(askedForAdmin(next.spec), info.namespace, context);
  if (info.subresource !== 'status') return [];
  const previous = stored(writing.previous) as ResourceClaim;
  const field = givenAdmin(previous.status) ? undefined : givenAdmin(next.status);
  const problems = await adminProblems(field, info.namespace, context);
  if (!context.gates.isOn('DRAResourceClaimGranularStatusAuthorization')) return problems;
  return [
    ...problems,
    ...(await bindingProblems(next.status, previous.status, call, context)),
    ...(await driverProblems(next.status, previous.status, call, context)),
  ];
}

function askedForAdmin({ devices }: ResourceClaimSpec): Field | undefined {
  const index = devices?.requests?.findIndex(({ exactly }) => exactly?.adminAccess) ?? -1;
  return index < 0 ? undefined : new Field('spec.devices.requests').at(index).at('adminAccess');
}

function givenAdmin({ allocation }: ResourceClaimStatus): Field | undefined {
  const index = allocation?.devices?.results?.findIndex(({ adminAccess }) => adminAccess) ?? -1;
  return index < 0 ? undefined : new Field('status.allocation.devices.results').at(index).at('adminAccess');
}

const adminLabel = 'resource.kubernetes.io/admin-access';

async function adminProblems(field: Field | undefined, name: string, { reader }: Context): Promise<FieldError[]> {
  if (!field) return [];
  const namespace = await reader.get(Namespace, { name });
  if (!namespace)
    return [field.internalError(`could not retrieve namespace to verify admin access: namespaces ${JSON.stringify(name)} not found`)];
  if (namespace.metadata.labels?.[adminLabel] === 'true') return [];
  return [field.forbidden(`admin access to devices requires the \`${adminLabel}: true\` label on the containing namespace`)];
}

type Status = Readonly<ResourceClaimStatus>;

async function bindingProblems(next: Status, previous: Status, { user, info }: Call, { policy }: Context): Promise<FieldError[]> {
  const reservations = ResourceClaimStatus.fields['reservedFor']?.schema;
  const isSameReservation = reservations !== undefined && isSame(reservations, next.reservedFor, previous.reservedFor);
  if (isSame(AllocationResult, next.allocation, previous.allocation) && isSameReservation) return [];
  const { verb, group, version, resource } = info;
  const refusal = await refusalOf(resourceAttributes(user, { verb, group, version, resource, subresource: 'binding' }), policy);
  if (refusal === undefined) return [];
  const needed = `requires resource="resourceclaims/binding", verb="${verb}" permission`;
  return [new Field('status.allocation').forbidden(`changing status.allocation or status.reservedFor ${needed}: ${refusal}`)];
}

async function driverProblems(next: Status, previous: Status, { user, info }: Call, { policy, gates }: Context): Promise<FieldError[]> {
  if (!next.allocation || !gates.isOn('DRAResourceClaimDeviceStatus')) return [];
  const { verb, group, version, resource, namespace } = info;
  const isOnNode = nodeOf(user) !== undefined && nodeOf(user) === nodeNameOf(next.allocation);
  const verbs = [...(isOnNode ? [`associated-node:${verb}`] : []), `arbitrary-node:${verb}`];
  const problems: FieldError[] = [];
  for (const name of changedDrivers(next, previous)) {
    const about = { group, version, resource, subresource: 'driver', namespace, name };
    let first: string | undefined;
    let isAllowed = false;
    for (const each of verbs) {
      const refusal = await refusalOf(resourceAttributes(user, { ...about, verb: each }), policy);
      isAllowed ||= refusal === undefined;
      first ??= refusal;
      if (isAllowed) break;
    }
    if (isAllowed) continue;
    const needed = `requires resource="resourceclaims/driver", verb="[${verbs.join(' ')}]" permission`;
    problems.push(new Field('status.devices').forbidden(`changing status.devices ${needed}: ${first ?? ''}`));
  }
  return problems;
}

/** What the sender is told who may not do this; nothing who may. */
async function refusalOf(attributes: ReturnType<typeof resourceAttributes>, policy: Context['policy']): Promise<string | undefined> {
  try {
    await authorize(attributes, policy);
    return undefined;
  } catch (error) {
    if (ApiError.is(error, 'Forbidden')) return error.message;
    throw error;
  }
}

function changedDrivers({ devices = [] }: Status, { devices: before = [] }: Status): readonly string[] {
  const old = new Map(before.map((device) => [deviceIdOf(device), device]));
  const changed = devices.filter((device) => {
    const known = old.get(deviceIdOf(device));
    old.delete(deviceIdOf(device));
    return !known || !isSame(AllocatedDeviceStatus, known, device);
  });
  return [...new Set([...changed, ...old.values()].map(({ driver }) => driver))].toSorted();
}

/** The one node that the devices can be used from. */
function nodeNameOf({ nodeSelector }: AllocationResult): string | undefined {
  const [term, ...more] = nodeSelector?.nodeSelectorTerms ?? [];
  const [field, ...fields] = term?.matchFields ?? [];
  if (!field || more.length > 0 || fields.length > 0 || term?.matchExpressions?.length) return undefined;
  const isOne = field.key === 'metadata.name' && field.operator === 'In' && field.values?.length === 1;
  return isOne ? field.values?.[0] : undefined;
}

/** The node that a service account's token is for. */
function nodeOf({ name, extra }: User): string | undefined {
  const names = extra?.['authentication.kubernetes.io/node-name'] ?? [];
  const [node] = names;
  const isServiceAccount = /^system:serviceaccount:[^:]+:[^:]+$/.test(name);
  return isServiceAccount && names.length === 1 && node && checkDnsSubdomain(node).length === 0 ? node : undefined;
}
