import { defineKind, type ObjectOf } from '../../model/kind.ts';
import { int64, rawExtension, required } from '../../model/schema.ts';

export const ControllerRevision = defineKind({
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  scope: 'Namespaced',
  schema: 'io.k8s.api.apps.v1.ControllerRevision',
  fields: {
    data: rawExtension(2),
    revision: required(int64(3)),
  },
});

export interface ControllerRevision extends ObjectOf<typeof ControllerRevision> {}
