import { Scale } from '../../kinds/autoscaling/scale.ts';
import { conflict, invalid, unknownMethod, unknownResource } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import type { KubeObject, Scale as ScaleRules } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { ApiServer } from '../server.ts';
import { checkName, checkNamespace } from '../verbs/given-object.ts';
import { patchQuery, patchTypeOf } from '../verbs/patch.ts';
import { patched } from '../verbs/patch/patched.ts';
import { updateObject } from '../verbs/update.ts';

/** The number of replicas of any kind that has one, under one form. */
export async function scale(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { info, resource, request } = call;
  const rules = resource.kind.scale;
  if (!rules) throw unknownResource();
  switch (info.verb) {
    case 'get':
      return answer(scaleOf(resource.get(info).object, rules));
    case 'update': {
      const query = writeQuery(request.query, 'UpdateOptions');
      const given = decodeBody(request, Scale, { call, fieldValidation: query.fieldValidation });
      return change(call, server, { query, rules, wanted: () => given });
    }
    case 'patch': {
      const mediaType = patchTypeOf(request);
      const query = patchQuery(request, mediaType);
      const { fieldValidation } = query;
      return change(call, server, {
        query,
        rules,
        wanted: (current) => patched(current, { mediaType, call, kind: Scale, fieldValidation }),
      });
    }
    default:
      throw unknownMethod();
  }
}

const answer = (object: Scale): ApiResponse => ({ code: 200, body: { type: 'object', value: { object } } });

interface Change {
  readonly query: ReturnType<typeof writeQuery>;
  readonly rules: ScaleRules<KubeObject>;
  readonly wanted: (current: Scale) => Scale;
}

async function change(call: Call, server: ApiServer, { query, rules, wanted }: Change): Promise<ApiResponse> {
  const { info } = call;
  const stored = await updateObject({
    call: { ...call, info: { ...info, subresource: '' } },
    context: server,
    query,
    recordedAs: 'scale',
    change: ({ object }) => {
      const next = wanted(scaleOf(object, rules));
      checkNamespace(Scale, next, info.namespace);
      checkName(next, info.name);
      check(next, object, call);
      const changed = structuredClone<KubeObject>(object);
      changed.metadata.resourceVersion = next.metadata.resourceVersion;
      rules.setReplicas(changed, next.spec.replicas ?? 0);
      return changed;
    },
  });
  return answer(scaleOf(stored.object, rules));
}

function check({ metadata, spec }: Scale, { metadata: { uid } }: Readonly<KubeObject>, { resource, info }: Call): void {
  const { replicas = 0 } = spec;
  if (replicas < 0) {
    const problem = new Field('spec.replicas').invalid(replicas, 'must be greater than or equal to 0');
    throw invalid({ group: 'autoscaling', kind: 'Scale', name: info.name }, [problem]);
  }
  if (metadata.uid && metadata.uid !== uid) {
    const about = { ...resource.about(info.name), plural: `${resource.kind.plural}/scale` };
    throw conflict(about, `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`);
  }
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
