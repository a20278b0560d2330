import type { Field, FieldErrors } from '../../model/field.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { cidrFamilyOf, validateStrictCidr } from '../ip-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { Condition } from '../../model/meta.ts';
import { defineType, always, list, object, type Infer } from '../../model/schema.ts';

export const ServiceCIDRSpec = defineType('io.k8s.api.networking.v1.ServiceCIDRSpec', 'The state that is wanted.', {
  cidrs: list(1, 'string', 'One range per family, such as 10.96.0.0/16. At most two; they cannot be changed.', { listType: 'atomic' }),
});

export interface ServiceCIDRSpec extends Infer<typeof ServiceCIDRSpec> {}

export const ServiceCIDRStatus = defineType('io.k8s.api.networking.v1.ServiceCIDRStatus', 'The state that was found last.', {
  conditions: list(1, Condition, 'Aspects such as Ready. While it is being deleted, addresses that are still taken hold it back.', {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: 'merge',
    patchMergeKey: 'type',
  }),
});

export interface ServiceCIDRStatus extends Infer<typeof ServiceCIDRStatus> {}

export interface ServiceCIDR extends KubeObject {
  spec: ServiceCIDRSpec;
  status: ServiceCIDRStatus;
}

export const ServiceCIDR: Kind<ServiceCIDR> = defineKind({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.api.networking.v1.ServiceCIDR',
  description: 'Ranges that services get their addresses from. Add one when addresses run out.',
  fields: {
    spec: always(object(2, ServiceCIDRSpec, 'Ranges of addresses for services.')),
    status: always(object(3, ServiceCIDRStatus, 'Whether the ranges are in use.')),
  },
  resetFields: { status: ['metadata', 'spec'] },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),

  ruleOrder: { update: ['metadataChange', 'change'] },
  validateCreate: ({ spec }, field) => validateRanges(spec, field.at('spec', 'cidrs')),
  *validateUpdate({ spec }, previous, field) {
    const [next, before] = [spec.cidrs ?? [], previous.spec.cidrs ?? []];
    const at = field.at('spec', 'cidrs');
    // The second family can be added later; nothing else ever changes.
    const isExtended = before.length === 1 && next.length === 2;
    if (next.length !== before.length && !isExtended) {
      yield at.invalid(spec.cidrs ?? null, 'field is immutable');
      return;
    }
    for (const [index, cidr] of before.entries()) {
      if (next[index] !== cidr) yield at.at(index).invalid(next[index], 'field is immutable');
    }
    if (isExtended) yield* validateRanges(spec, at);
  },
  columns: [
    { name: 'CIDRs', description: 'Ranges that services get their addresses from.', value: ({ spec }) => (spec.cidrs ?? []).join(',') },
  ],
});

function* validateRanges({ cidrs = [] }: Readonly<ServiceCIDRSpec>, field: Field): FieldErrors {
  if (cidrs.length === 0) {
    yield field.required('at least one CIDR required');
    return;
  }
  if (cidrs.length > 2) {
    yield field.invalid({ CIDRs: cidrs }, 'may only hold up to 2 values');
    return;
  }
  for (const [index, cidr] of cidrs.entries()) yield* validateStrictCidr(cidr, field.at(index));
  const [family, other] = cidrs.map(cidrFamilyOf);
  if (cidrs.length === 2 && family !== undefined && family === other) {
    yield field.invalid(cidrs, 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64');
  }
}
