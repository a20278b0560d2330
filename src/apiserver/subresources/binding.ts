import { admit, mutate } from '../admission/run.ts';
import { decodeBody } from '../body.ts';
import { badRequest, conflict, unexplained, unknownMethod } from '../../model/errors.ts';
import { Field } from '../../model/field.ts';
import { Binding } from '../../kinds/core/binding.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { setCondition } from '../../model/conditions.ts';
import { timestamp } from '../../base/clock.ts';
import type { ApiResponse } from '../../model/request.ts';
import type { Call } from '../call.ts';
import type { Resource } from '../resource.ts';
import { writeQuery } from '../query-options.ts';
import type { ApiServer } from '../server.ts';
import { preconditionFailed } from '../precondition.ts';
import { admissionOfSubresource } from './admission.ts';

/** POST of a Binding: gives a pod its node, once. */
export async function binding(call: Call, server: ApiServer): Promise<ApiResponse> {
  const { request, info } = call;
  if (info.verb !== 'create') throw unknownMethod();
  const query = writeQuery(request.query, 'CreateOptions');
  const bind = decodeBody(request, Binding, { call, fieldValidation: query.fieldValidation });
  const admission = admissionOfSubresource(call, { object: bind, oldObject: undefined, dryRun: query.dryRun });
  await mutate(admission, server);
  validate(bind, info.name);
  await admit(admission, server);
  // The subresource exists for pods only.
  const pods = call.resource as unknown as Resource<Pod>;
  const assign = ({ object }: { object: Readonly<Pod> }): Pod => {
    checkPreconditions(bind, object, call);
    return bound(object, { bind, pods, nowTimestamp: timestamp(server.clock.now()) });
  };
  if (query.dryRun) assign(pods.get(info));
  else await pods.update(info, assign);
  return {
    code: 201,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } } },
  };
}

function validate({ metadata, target }: Binding, name: string): void {
  if (metadata.name !== name) throw badRequest('name in URL does not match name in Binding object');
  const problems = [];
  const field = new Field('target');
  if (target.kind && target.kind !== 'Node') problems.push(field.at('kind').notSupported(target.kind, ['Node', '<empty>']));
  if (!target.name) problems.push(field.at('name').required());
  // Upstream gives these problems as they are, not as those of an object.
  if (problems.length > 0) throw unexplained(aggregated(problems.map(({ field: at, message }) => `${at}: ${message}`)));
}

/** A binding may say which pod it is for, and which version of it. */
function checkPreconditions({ metadata: { uid, resourceVersion } }: Binding, { metadata }: Readonly<Pod>, call: Call): void {
  if (uid && uid !== metadata.uid) throw preconditionFailed(call, { name: 'UID', wanted: uid, actual: metadata.uid });
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw preconditionFailed(call, { name: 'ResourceVersion', wanted: resourceVersion, actual: metadata.resourceVersion });
  }
}

const aggregated = (messages: readonly string[]): string => (messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`);

interface BoundOptions {
  readonly bind: Binding;
  readonly pods: Resource<Pod>;
  readonly nowTimestamp: string;
}

function bound(pod: Readonly<Pod>, { bind, pods, nowTimestamp }: BoundOptions): Pod {
  const { metadata, spec, status } = pod;
  const refuse = (reason: string) => conflict({ ...pods.about(metadata.name), plural: 'pods/binding' }, reason);
  if (metadata.deletionTimestamp) throw refuse(`pod ${metadata.name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) throw refuse(`pod ${metadata.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  if ((spec.schedulingGates ?? []).length > 0) throw refuse(`pod ${metadata.name} has non-empty .spec.schedulingGates`);
  const { nominatedNodeName: _, ...withoutNomination } = status;
  const annotations = { ...metadata.annotations, ...bind.metadata.annotations };
  const labels = { ...metadata.labels, ...bind.metadata.labels };
  return {
    ...pod,
    metadata: {
      ...metadata,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    // Validated above.
    spec: { ...spec, nodeName: bind.target.name ?? '' },
    status: {
      ...withoutNomination,
      conditions: setCondition(status.conditions ?? [], { type: 'PodScheduled', status: 'True' }, { nowTimestamp }),
    },
  };
}
