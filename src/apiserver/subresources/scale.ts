import { Scale } from '../../kinds/autoscaling/scale.ts';
import { conflict, invalid, methodNotAllowed, unknownResource } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { KubeObject, Scale as ScaleRules } from '../../model/kind.ts';
import { applyMergePatch } from '../../model/patch/merge-patch.ts';
import { applyJsonPatch } from '../../model/patch/json-patch.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeObject, parseBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { ApiServer } from '../server.ts';
import { updateObject } from '../verbs/update.ts';

/** The number of replicas of any kind that has one, under one form. */
export async function scale(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { info, resource } = call;
  const rules = resource.kind.scale;
  if (!rules) throw unknownResource();
  switch (info.verb) {
    case 'get':
      return answer(scaleOf(resource.get({ namespace: info.namespace, name: info.name }).object, rules));
    case 'update':
      return change(call, server, (_, body) => body);
    case 'patch':
      return change(call, server, (current, body) => patched(current, body, call));
    default:
      throw methodNotAllowed(resource.about(), info.verb);
  }
}

const answer = (object: Scale): ApiResponse => ({ code: 200, body: { type: 'object', value: { object } } });

async function change(call: Call, server: ApiServer, wanted: (current: Scale, body: unknown) => unknown): Promise<ApiResponse> {
  const { request, info, resource } = call;
  const rules = resource.kind.scale;
  if (!rules) throw unknownResource();
  const query = writeQuery(request.query, info.verb === 'patch' ? 'PatchOptions' : 'UpdateOptions');
  const json = { ...request, headers: { ...request.headers, ...(info.verb === 'patch' && { 'content-type': 'application/json' }) } };
  const { value } = parseBody(json);
  const stored = await updateObject({
    call: { ...call, info: { ...info, subresource: '' } },
    context: server,
    query,
    change: ({ object }) => {
      const current = scaleOf(object, rules);
      const next = decodeObject({ value: wanted(current, value) }, Scale, { call, fieldValidation: query.fieldValidation });
      const { metadata, spec } = next;
      if (metadata.resourceVersion && metadata.resourceVersion !== current.metadata.resourceVersion)
        throw conflict(resource.about(info.name));
      const replicas = spec.replicas ?? 0;
      if (replicas < 0) {
        const problem = new Field('spec.replicas').invalid(replicas, 'must be greater than or equal to 0');
        throw invalid({ group: 'autoscaling', kind: 'Scale', name: info.name }, [problem]);
      }
      const changed = structuredClone(object);
      rules.setReplicas(changed, replicas);
      return changed;
    },
  });
  return answer(scaleOf(stored.object, rules));
}

function patched(current: Scale, body: unknown, { request }: Call): unknown {
  const [mediaType] = (request.headers['content-type'] ?? '').split(';');
  return mediaType === 'application/json-patch+json' ? applyJsonPatch(current, body) : applyMergePatch(current, body);
}

function scaleOf({ metadata, ...object }: Readonly<KubeObject>, rules: ScaleRules<KubeObject>): Scale {
  const { name, namespace = '', uid, resourceVersion, creationTimestamp } = metadata;
  const whole = { metadata, ...object };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: rules.specReplicas(whole) },
    status: { replicas: rules.statusReplicas(whole), selector: rules.selector(whole) },
  };
}
