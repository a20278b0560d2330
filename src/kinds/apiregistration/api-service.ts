import { findCondition } from '../../model/conditions.ts';
import type { Field, FieldErrors } from '../../model/field.ts';
import { checkDns1035Label, checkPathSegment, checkPortNumber } from '../../model/names.ts';
import { allInvalid, validateDnsSubdomain, validateOneOf } from '../field-checks.ts';
import { keepMetadata } from '../kept-metadata.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { defineType, always, boolean, bytes, int32, list, object, required, string, time, type Infer } from '../../model/schema.ts';

export const ServiceReference = defineType(
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference',
  'A service that serves a part of the API.',
  {
    namespace: string(1, 'Namespace of the service.'),
    name: string(2, 'Name of the service.'),
    port: int32(3, 'Port of the service: 443 unless given.'),
  },
);

export interface ServiceReference extends Infer<typeof ServiceReference> {}

export const APIServiceSpec = defineType(
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec',
  'Who serves a part of the API.',
  {
    service: object(1, ServiceReference, 'Service that requests are passed to; the server itself if absent.'),
    group: string(2, 'Group that is served.'),
    version: string(3, 'Version that is served.'),
    insecureSkipTLSVerify: boolean(4, "Whether the service's certificate is not checked. Dangerous: give caBundle instead."),
    caBundle: bytes(5, "Certificates in PEM that the service's own must be signed by; the system's unless given.", { listType: 'atomic' }),
    groupPriorityMinimum: required(int32(7, 'Where the group stands among others in discovery: the higher, the earlier. At least 1.')),
    versionPriority: required(int32(8, 'Where the version stands within its group: the higher, the earlier. At least 1.')),
  },
);

export interface APIServiceSpec extends Infer<typeof APIServiceSpec> {}

export const APIServiceCondition = defineType(
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition',
  "One aspect of a service's state, and since when it is so.",
  {
    type: required(string(1, 'Name of the aspect: Available.')),
    status: required(string(2, 'Whether it holds: True, False or Unknown.')),
    lastTransitionTime: always(time(3, 'When the status last changed.')),
    reason: string(4, 'Why, in one word.'),
    message: string(5, 'Why, in a sentence.'),
  },
);

export interface APIServiceCondition extends Infer<typeof APIServiceCondition> {}

export const APIServiceStatus = defineType(
  'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus',
  'Whether a part of the API can be used.',
  {
    conditions: list(1, APIServiceCondition, 'Aspects of its state: Available.', {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: 'merge',
      patchMergeKey: 'type',
    }),
  },
);

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
  description:
    'Says who serves a group and version of the API: this server, or a service that it passes requests on to. Its name is version.group.',
  fields: {
    spec: always(object(2, APIServiceSpec, 'Who serves the part, and where it stands among others.')),
    status: always(object(3, APIServiceStatus, 'Whether it can be used.')),
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
  takesAnyFinalizers: true,
  ruleOrder: { update: ['metadataChange', 'metadata', 'object'] },
  validateName: checkPathSegment,
  *validate({ metadata, spec }, field) {
    const expected = `${spec.version ?? ''}.${spec.group ?? ''}`;
    for (const key of ['generateName', 'name'] as const) {
      const name = metadata[key];
      if (!name || name === expected || checkPathSegment(name).length > 0) continue;
      yield field.at('metadata', key).invalid(name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(expected)}`);
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
