import { forbidden, type ApiError } from '../../model/errors.ts';
import type { AdmissionRequest } from './plugin.ts';

/** How admission plugins say no: `pods "web" is forbidden: …`. */
export const refuse = ({ resource, name, object }: AdmissionRequest, reason: string): ApiError =>
  forbidden(resource.about(name || (object?.metadata.name ?? object?.metadata.generateName) || 'Unknown'), reason);
