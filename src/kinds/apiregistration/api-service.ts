import { findCondition } from '../../model/conditions.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDns1035Label, checkPathSegment, checkPortNumber } from '../../model/names.ts';
import { allInvalid, validateDnsSubdomain, validateOneOf } from '../field-checks.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, bytes, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const ServiceReference = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference', {
  namespace: string(1),
  name: string(2),
  port: int32(3),
});

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const APIServiceSpec = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec', {
  service: object(1, ServiceReference),
  group: string(2),
  version: string(3),
  insecureSkipTLSVerify: boolean(4),
  caBundle: bytes(5, { listType: 'atomic' }),
  groupPriorityMinimum: required(int32(7)),
  versionPriority: required(int32(8)),
});

export interface APIServiceSpec extends Infer<typeof APIServiceSpec> {}

export const APIServiceCondition = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition', {
  type: required(string(1)),
  status: required(string(2)),
  lastTransitionTime: always(time(3)),
  reason: string(4),
  message: string(5),
});

export interface APIServiceCondition extends Infer<typeof APIServiceCondition> {}

export const APIServiceStatus = defineType('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus', {
  conditions: list(1, APIServiceCondition, { listType: 'map', listMapKeys: ['type'], patchStrategy: 'merge', patchMergeKey: 'type' }),
});

export interface APIServiceStatus extends Infer<typeof APIServiceStatus> {}

export interface APIService extends KubeObject {
  spec: APIServiceSpec;
  status: APIServiceStatus;
}

export const APIService: Kind<APIService> = defineKind({
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  categories: ['api-extensions'],
  scope: 'Cluster',
  subresources: ['status'],
  schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  fields: {
    spec: always(object(2, APIServiceSpec)),
    status: always(object(3, APIServiceStatus)),
  },

  needsVersionToUpdate: true,
  resetFields: { status: ['metadata', 'spec'] },
  defaults({ spec: { service } }) {
    if (service) service.port ??= 443;
  },
  prepareCreate(apiService, { nowTimestamp }) {
    if (!apiService.spec.service) apiService.status = { conditions: [{ ...localCondition, lastTransitionTime: nowTimestamp }] };
  },
  prepareStatusUpdate: ({ metadata }, previous) => keepMetadata(metadata, previous.metadata),
  validateName: checkPathSegment,
  *validate({ metadata, spec }, field) {
    const expected = `${spec.version ?? ''}.${spec.group ?? ''}`;
    if (metadata.name !== expected && checkPathSegment(metadata.name).length === 0) {
      yield field.at('metadata', 'name').invalid(metadata.name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`);
    }
    yield* validateSpec(spec, field.at('spec'));
  },
  *validateStatusUpdate({ status }, _previous, field) {
    for (const [index, condition] of status.conditions?.entries() ?? []) {
      yield* validateOneOf(condition.status, ['True', 'False', 'Unknown'], field.at('status', 'conditions', index, 'status'));
    }
  },
  columns: [
    {
      name: 'Service',
      description: 'The service that serves this version.',
      value: ({ spec: { service } }) => (service ? `${service.namespace ?? ''}/${service.name ?? ''}` : 'Local'),
    },
    {
      name: 'Available',
      description: 'Whether it is served.',
      value({ status }) {
        const { status: value = 'Unknown', reason } = findCondition(status.conditions, 'Available') ?? {};
        return value !== 'True' && reason ? `${value} (${reason})` : value;
      },
    },
  ],
});

const localCondition = { type: 'Available', status: 'True', reason: 'Local', message: 'Local APIServices are always available' };

function* validateSpec(spec: Readonly<APIServiceSpec>, field: Field): FieldErrors {
  const { group, version = '', groupPriorityMinimum: groupPriority, versionPriority, service, caBundle, insecureSkipTLSVerify } = spec;
  if (!group && version !== 'v1') yield field.at('group').required('only v1 may have an empty group and it better be legacy kube');
  if (group) yield* validateDnsSubdomain(group, field.at('group'));
  yield* allInvalid(version, checkDns1035Label(version), field.at('version'));
  if (groupPriority <= 0 || groupPriority > 20_000) {
    yield field.at('groupPriorityMinimum').invalid(groupPriority, 'must be positive and less than 20000');
  }
  if (versionPriority <= 0 || versionPriority > 1000) {
    yield field.at('versionPriority').invalid(versionPriority, 'must be positive and less than 1000');
  }
  const skip = field.at('insecureSkipTLSVerify');
  if (!service) {
    const bytes = Buffer.from(caBundle ?? '', 'base64').length;
    if (bytes > 0) yield field.at('caBundle').invalid(`${bytes} bytes`, 'local APIServices may not have a caBundle');
    if (insecureSkipTLSVerify) yield skip.invalid(true, 'local APIServices may not have insecureSkipTLSVerify');
    return;
  }
  if (!service.namespace) yield field.at('service', 'namespace').required();
  if (!service.name) yield field.at('service', 'name').required();
  const problems = checkPortNumber(service.port ?? 0);
  if (problems.length > 0) yield field.at('service', 'port').invalid(service.port ?? 0, `port is not valid: ${problems.join(', ')}`);
  if (insecureSkipTLSVerify && caBundle) yield skip.invalid(true, 'may not be true if caBundle is present');
}
