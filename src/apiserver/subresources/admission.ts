import type { KubeObject } from '../../model/kind.ts';
import type { AdmissionRequest } from '../admission/plugin.ts';
import { warn, type Call } from '../call.ts';

interface Creation {
  /** Of another kind than the resource: plugins look at the subresource before they look at the object. */
  readonly object: KubeObject;
  /** The object that the subresource is of, where plugins ask for it. */
  readonly oldObject: KubeObject | undefined;
  readonly dryRun: boolean;
}

/** A POST to a subresource, as admission plugins see it. */
export const admissionOfSubresource = (call: Call, { object, oldObject, dryRun }: Creation): AdmissionRequest => ({
  operation: 'CREATE',
  resource: call.resource,
  subresource: call.info.subresource,
  namespace: call.info.namespace,
  name: call.info.name,
  object,
  oldObject,
  user: call.user,
  dryRun,
  warn: (message) => warn(call, message),
});
