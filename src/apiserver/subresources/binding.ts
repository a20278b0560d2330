import { admit, mutate } from '../admission/run.ts';
import { decodeBody } from '../body.ts';
import { badRequest, conflict, invalid, unknownMethod } from '../../model/errors.ts';
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
  if (!query.dryRun)
    await pods.update({ namespace: info.namespace, name: info.name }, ({ object }) =>
      bound(object, { bind, pods, nowTimestamp: timestamp(server.clock.now()) }),
    );
  return {
    code: 201,
    body: { type: 'object', value: { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } } },
  };
}

function validate({ metadata, target }: Binding, name: string): void {
  if (metadata.name && metadata.name !== name) throw badRequest('name in URL does not match name in Binding object');
  const problems = [];
  const field = new Field('target');
  if (target.kind && target.kind !== 'Node') problems.push(field.at('kind').notSupported(target.kind, ['Node', '<empty>']));
  if (!target.name) problems.push(field.at('name').required());
  if (problems.length > 0) throw invalid({ group: '', kind: 'Binding', name }, problems);
}

interface BoundOptions {
  readonly bind: Binding;
  readonly pods: Resource<Pod>;
  readonly nowTimestamp: string;
}

function bound(pod: Readonly<Pod>, { bind, pods, nowTimestamp }: BoundOptions): Pod {
  const { metadata, spec, status } = pod;
  const refuse = (reason: string) => conflict({ ...pods.about(metadata.name), plural: 'pods/binding' }, reason);
  if (bind.metadata.uid && bind.metadata.uid !== metadata.uid) {
    throw refuse(`Precondition failed: UID in precondition: ${bind.metadata.uid}, UID in object meta: ${metadata.uid}`);
  }
  if (metadata.deletionTimestamp) throw refuse(`pod ${metadata.name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName) throw refuse(`pod ${metadata.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  if ((spec.schedulingGates ?? []).length > 0) throw refuse(`pod ${metadata.name} has non-empty .spec.schedulingGates`);
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
      ...status,
      conditions: setCondition(status.conditions ?? [], { type: 'PodScheduled', status: 'True' }, { nowTimestamp }),
    },
  };
}
