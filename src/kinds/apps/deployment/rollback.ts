import { readInt64 } from '../../../base/go-integer.ts';
import type { Deployment } from './index.ts';

/** The revision to go back to: once a field, which nothing has acted on for long, now carried in an annotation. */
const annotation = 'deprecated.deployment.rollback.rollbackTo';

function read({ metadata }: Readonly<Deployment>): { readonly value?: bigint; readonly problem?: string | undefined } {
  const text = metadata.annotations?.[annotation];
  return text ? readInt64(text) : {};
}

/** Why the revision cannot be read. */
export function rollbackProblem(deployment: Readonly<Deployment>): string | undefined {
  const { problem } = read(deployment);
  return problem && `failed to parse annotation[${annotation}]=${deployment.metadata.annotations?.[annotation]} as int64: ${problem}`;
}

export function rollbackRevision(deployment: Readonly<Deployment>): number | undefined {
  const { value } = read(deployment);
  return value === undefined ? undefined : Number(value);
}

/** Writes the revision that a deployment carries as numbers are written, and leaves out an empty one. */
export const normalizeRollback = (deployment: Deployment): void => copyRollback(deployment, deployment);

/** Takes the revision from another deployment. */
export function copyRollback(deployment: Deployment, source: Readonly<Deployment>): void {
  const { metadata } = deployment;
  const { value } = read(source);
  if (metadata.annotations?.[annotation] === undefined && value === undefined) return;
  const { [annotation]: _, ...others } = metadata.annotations ?? {};
  const annotations = value === undefined ? others : { ...others, [annotation]: String(value) };
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
}
