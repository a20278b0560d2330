import type { Kind, KubeObject } from '../../model/kind.ts';
import type { AdmissionRequest } from './plugin.ts';

/** Whether the write is of objects of this kind, which also tells the type checker. */
export const isAbout = <T extends KubeObject>(
  request: AdmissionRequest,
  { group, kind }: Kind<T>,
): request is AdmissionRequest<T> & AdmissionRequest => request.resource.kind.group === group && request.resource.kind.kind === kind;
