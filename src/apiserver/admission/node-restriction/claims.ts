import { PersistentVolumeClaim } from '../../../kinds/core/persistent-volume-claim/index.ts';
import { describeDifference } from '../../../kinds/go-form.ts';
import { isSame } from '../../../kinds/same.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import type { Sender } from './sender.ts';

type ClaimRequest = AdmissionRequest<PersistentVolumeClaim> & AdmissionRequest;

/** A kubelet says how large a claim's volume has become. */
export function checkClaimStatus(request: ClaimRequest, { node }: Sender): void {
  const { subresource, operation, object, oldObject } = request;
  if (subresource !== 'status') throw refuse(request, 'may only update PVC status');
  if (operation !== 'UPDATE' || !object || !oldObject) throw refuse(request, `unexpected operation ${JSON.stringify(operation)}`);
  const [before, after] = [withoutSize(oldObject), withoutSize(object)];
  if (isSame(PersistentVolumeClaim.schema, after, before)) return;
  const difference = describeDifference(PersistentVolumeClaim.schema, before, after);
  throw refuse(
    request,
    `node ${JSON.stringify(node)} is not allowed to update fields other than status.quantity and status.conditions: ${difference}`,
  );
}

function withoutSize({ metadata, status, ...rest }: Readonly<PersistentVolumeClaim>): PersistentVolumeClaim {
  const { managedFields: _fields, ...kept } = metadata;
  const {
    capacity: _capacity,
    conditions: _conditions,
    allocatedResources: _sizes,
    allocatedResourceStatuses: _statuses,
    ...other
  } = status;
  return { ...rest, metadata: { ...kept, resourceVersion: '' }, status: other };
}
