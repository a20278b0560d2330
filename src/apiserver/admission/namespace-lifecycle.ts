import { Namespace } from '../../kinds/core/namespace.ts';
import { ApiError, notFound } from '../../model/errors.ts';
import { isAbout } from './about.ts';
import type { AdmissionPlugin, AdmissionRequest } from './plugin.ts';
import { refuse } from './refuse.ts';
import type { Reader } from '../reader.ts';

/** A cluster does not work without these. */
const immortal = new Set(['default', 'kube-system', 'kube-public']);

/** Objects live in namespaces that exist and are not on their way out; some namespaces never are. */
export const namespaceLifecycle: AdmissionPlugin = { name: 'NamespaceLifecycle', mutate: check, validate: checkDeletion };

function checkDeletion(request: AdmissionRequest): void {
  if (request.operation === 'DELETE' && isAbout(request, Namespace) && immortal.has(request.name)) {
    throw refuse(request, 'this namespace may not be deleted');
  }
}

async function check(request: AdmissionRequest, reader: Reader): Promise<void> {
  const { namespace, operation } = request;
  if (!namespace || isAbout(request, Namespace) || isReview(request)) return;
  const found = await reader.get(Namespace, { name: namespace });
  if (!found) throw notFound({ group: '', plural: 'namespaces', name: namespace });
  if (operation !== 'CREATE' || found.status.phase !== 'Terminating') return;
  const { message, status } = refuse(request, `unable to create new content in namespace ${namespace} because it is being terminated`);
  const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
  throw new ApiError('Forbidden', message, { details: { ...status.details, causes: [cause] } });
}

/** Answering whether somebody may do something must not tell whether a namespace exists. */
const isReview = ({ resource }: AdmissionRequest): boolean => resource.kind.kind === 'LocalSubjectAccessReview';
