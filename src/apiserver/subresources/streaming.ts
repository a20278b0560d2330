import { badRequest } from '../../model/errors.ts';

/** exec, attach and port-forward take a connection over (`streaming/`); as ordinary requests they make no sense. */
export function streaming(): never {
  throw badRequest('Upgrade request required');
}
