import { Node } from '../../kinds/core/node/index.ts';
import type { Pod } from '../../kinds/core/pod/index.ts';
import { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import { ApiError } from '../../model/errors.ts';
import type { Context } from '../../runtime/controller.ts';
import { attachmentName, type Attachable } from './attachable.ts';
import { attachedMessage, conflictMessage, failedMessage } from './messages.ts';
import type { AttachPlan, Detachment, Wanted } from './plan.ts';

/** What is known of a node beyond what objects say. */
export interface NodeMemory {
  readonly unwantedSinceMs: ReadonlyMap<string, number>;
  /** What the pods that use a volume were told last, by unique name. */
  readonly told: Map<string, string>;
  /** What the node said last that it uses. */
  readonly inUse: readonly string[];
}

interface Acting extends Context {
  readonly memory: NodeMemory;
  readonly made: (attachment: VolumeAttachment) => void;
  readonly usersOf: (attachable: Attachable) => readonly Pod[];
}

interface Where {
  readonly name: string;
  readonly node: Node | undefined;
}

/** Tells the node first: what it is not told to have it will not mount, so that it can be taken away. */
export async function carryOut(where: Where, plan: AttachPlan, acting: Acting): Promise<void> {
  if (where.node) await report(where.node, plan.report, acting);
  for (const wanted of plan.attached) tellPods(wanted, () => attachedMessage(wanted.attachable), { type: 'Normal', acting });
  for (const detachment of plan.detach) await detach(where, detachment, acting);
  for (const wanted of plan.attach) await attach(where.name, wanted, acting);
  tellProblems(where, plan, acting);
}

async function report(node: Node, names: readonly string[], { client }: Context): Promise<void> {
  const { volumesAttached = [], ...status } = node.status;
  if (
    volumesAttached
      .map(({ name }) => name)
      .toSorted()
      .join() === names.join()
  )
    return;
  const attached = names.map((name) => ({ name, devicePath: '' }));
  const next = { ...status, ...(attached.length > 0 && { volumesAttached: attached }) };
  await client.update(Node, { ...node, status: next }, { subresource: 'status' });
}

async function attach(nodeName: string, { attachable }: Wanted, { client, made }: Acting): Promise<void> {
  const { driver, volume } = attachable;
  const name = attachmentName(attachable, nodeName);
  const spec = { attacher: driver, nodeName, source: { persistentVolumeName: volume.metadata.name } };
  try {
    made(await client.create(VolumeAttachment, { metadata: { name }, spec }));
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
  }
}

async function detach(where: Where, { uniqueName, attachment, isForced }: Detachment, context: Context): Promise<void> {
  if (!isForced && (await isInUse(where.name, uniqueName, context))) return;
  const { name, uid } = attachment.metadata;
  try {
    await context.client.delete(VolumeAttachment, { name }, { preconditions: { uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound')) throw error;
  }
}

/** What is taken away from under a pod may be damaged, so the copy alone is not to be trusted. */
async function isInUse(nodeName: string, uniqueName: string, { client, signal }: Context): Promise<boolean> {
  try {
    const { status } = await client.get(Node, { name: nodeName }, { signal });
    return status.volumesInUse?.includes(uniqueName) ?? false;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return false;
    throw error;
  }
}

interface Problem {
  readonly wanted: Wanted;
  /** Pods are told again when it is another. */
  readonly problem: string;
  readonly messageFor: (pod: Pod) => string;
}

function tellProblems({ name }: Where, { conflicts, failures }: AttachPlan, acting: Acting): void {
  const problems: readonly Problem[] = [
    ...failures.map(({ wanted, problem }) => ({ wanted, problem, messageFor: () => failedMessage(wanted.attachable, problem) })),
    ...conflicts.map((wanted) => {
      const users = acting.usersOf(wanted.attachable).filter(({ spec }) => spec.nodeName !== name);
      return { wanted, problem: 'Multi-Attach error', messageFor: (pod: Pod) => conflictMessage(wanted.attachable, pod, users) };
    }),
  ];
  const { told } = acting.memory;
  const current = new Set(problems.map(({ wanted }) => wanted.attachable.uniqueName));
  for (const uniqueName of told.keys()) if (!current.has(uniqueName)) told.delete(uniqueName);
  for (const { wanted, problem, messageFor } of problems) {
    const { uniqueName } = wanted.attachable;
    if (told.get(uniqueName) === problem) continue;
    told.set(uniqueName, problem);
    tellPods(wanted, messageFor, { type: 'Warning', acting });
  }
}

function tellPods(
  { pods }: Wanted,
  messageFor: (pod: Pod) => string,
  { type, acting }: { type: 'Normal' | 'Warning'; acting: Acting },
): void {
  const reason = type === 'Normal' ? 'SuccessfulAttachVolume' : 'FailedAttachVolume';
  for (const pod of pods) acting.events.event(pod, { type, reason, message: messageFor(pod) });
}
