import { isDeepStrictEqual } from 'node:util';
import type { Node } from '../../../kinds/core/node/index.ts';
import type { AdmissionRequest } from '../plugin.ts';
import { refuse } from '../refuse.ts';
import { forbiddenNodeLabels } from './labels.ts';
import type { Sender } from './sender.ts';

type NodeRequest = AdmissionRequest<Node> & AdmissionRequest;

/** A kubelet changes no other node, and of its own nothing that steers pods to it. */
export function checkNode(request: NodeRequest, { node }: Sender): void {
  const { name, object, oldObject, operation } = request;
  const quoted = JSON.stringify(node);
  const requested = name || object?.metadata.name;
  if (requested !== node) throw refuse(request, `node ${quoted} is not allowed to modify node ${JSON.stringify(requested)}`);
  if (!object) return;
  if (operation === 'CREATE') {
    if (object.spec.configSource) throw refuse(request, `node ${quoted} is not allowed to create pods with a non-nil configSource`);
    const labels = forbiddenNodeLabels(object.metadata.labels, {});
    if (labels.length > 0) throw refuse(request, `node ${quoted} is not allowed to set the following labels: ${labels.join(', ')}`);
  } else if (oldObject) checkUpdate(request, { next: object, previous: oldObject, quoted });
}

interface Update {
  readonly next: Node;
  readonly previous: Readonly<Node>;
  /** The node's name. */
  readonly quoted: string;
}

function checkUpdate(request: NodeRequest, { next, previous, quoted }: Update): void {
  if (next.spec.configSource && !isDeepStrictEqual(next.spec.configSource, previous.spec.configSource)) {
    throw refuse(request, `node ${quoted} is not allowed to update configSource to a new non-nil configSource`);
  }
  if (!isDeepStrictEqual(next.spec.taints ?? [], previous.spec.taints ?? []))
    throw refuse(request, `node ${quoted} is not allowed to modify taints`);
  if (!isDeepStrictEqual(next.metadata.ownerReferences ?? [], previous.metadata.ownerReferences ?? [])) {
    throw refuse(request, `node ${quoted} is not allowed to modify ownerReferences`);
  }
  const labels = forbiddenNodeLabels(next.metadata.labels, previous.metadata.labels);
  if (labels.length > 0) throw refuse(request, `is not allowed to modify labels: ${labels.join(', ')}`);
}
