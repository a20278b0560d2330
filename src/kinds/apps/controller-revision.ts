import { controllerOf } from '../../model/owner-references.ts';
import { validateNonNegative } from '../field-checks.ts';
import { isSame } from '../same.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { int64, rawExtension, required } from '../../model/schema.ts';

export interface ControllerRevision extends KubeObject {
  data?: Record<string, unknown>;
  revision: number;
}

export const ControllerRevision: Kind<ControllerRevision> = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  scope: 'Namespaced',
  schema: 'io.k8s.api.apps.v1.ControllerRevision',
  description: 'A former or present state of a StatefulSet or DaemonSet, to roll back to. Written by their controllers, not by people.',
  fields: {
    data: rawExtension(2, 'The state: a patch that brings the template back.'),
    revision: required(int64(3, 'Number of the revision; the highest is the newest.')),
  },
  ruleOrder: { update: ['metadataChange', 'metadata', 'object', 'change'] },
  *validate({ revision }, field) {
    yield* validateNonNegative(revision, field.at('revision'));
  },
  *validateCreate({ data }, field) {
    if (data === undefined) yield field.at('data').required('data is mandatory');
    // What stands there in JSON need not be what the type says.
    else if (typeof data !== 'object' || Array.isArray(data)) yield field.at('data').required('data must be a valid JSON object');
  },
  *validateUpdate(next, previous, field) {
    if (!isSame('rawExtension', next.data, previous.data)) yield field.at('data').invalid(next.data ?? null, 'field is immutable');
  },
  columns: [
    { name: 'Controller', description: 'What the revision belongs to.', value: controllerText },
    { name: 'Revision', description: 'The higher, the newer.', value: ({ revision }) => revision },
  ],
});

/** E.g. `statefulset.apps/web`. */
function controllerText(revision: Readonly<ControllerRevision>): string {
  const owner = controllerOf(revision);
  if (!owner) return '<none>';
  const [group] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}
