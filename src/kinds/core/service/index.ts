import { defineKind, type Kind, type KubeObject } from '../../../model/kind.ts';
import { always, object } from '../../../model/schema.ts';
import { checkDnsLabel } from '../../../model/names.ts';
import { serviceColumns } from './columns.ts';
import { defaultService } from './defaults.ts';
import { prepareNewService, prepareServiceUpdate } from './prepare.ts';
import { ServiceSpec, ServiceStatus } from './schema.ts';
import { validateService } from './validation/service.ts';
import { validateServiceStatusUpdate, validateServiceUpdate } from './validation/update.ts';
import { loadBalancerWarnings } from '../../load-balancer-warnings.ts';
import { serviceWarnings } from './warnings.ts';

export interface Service extends KubeObject {
  spec: ServiceSpec;
  status: ServiceStatus;
}

export const Service: Kind<Service> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  categories: ['all'],
  scope: 'Namespaced',
  subresources: ['proxy', 'status'],
  schema: 'io.k8s.api.core.v1.Service',
  description: 'A lasting address and DNS name for a changing set of pods. What is sent there goes to one of those that are ready.',
  fields: {
    spec: always(object(2, ServiceSpec, 'Which pods the service leads to, and how it is reached.')),
    status: always(object(3, ServiceStatus, 'What became of its load balancer.')),
  },
  createsOnUpdate: true,
  defaults: defaultService,
  prepareCreate: prepareNewService,
  prepareUpdate: prepareServiceUpdate,
  ruleOrder: { update: ['metadataChange', 'change'] },
  validateName: checkDnsLabel,
  validate: (service, field) => validateService(service, field),
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatusUpdate,
  warnings: serviceWarnings,
  statusWarnings: loadBalancerWarnings,
  columns: serviceColumns,
  selectableFields: [
    { path: 'spec.clusterIP', value: ({ spec }) => spec.clusterIP ?? '' },
    { path: 'spec.type', value: ({ spec }) => spec.type ?? '' },
  ],
});
