import type { Pod } from '../../kinds/core/pod/index.ts';
import type { VolumeAttachment } from '../../kinds/storage/volume-attachment.ts';
import type { Attachable } from './attachable.ts';

/** A volume that pods of the node use. */
export interface Wanted {
  readonly attachable: Attachable;
  readonly pods: readonly Pod[];
}

export interface NodeState {
  readonly isHealthy: boolean;
  /** Somebody has said that the machine is off, so nothing uses the volume whatever the node said last. */
  readonly isOutOfService: boolean;
  /** What the node says it uses, by unique name. */
  readonly inUse: ReadonlySet<string>;
  /** What the node was told to be attached. */
  readonly reported: ReadonlySet<string>;
}

export interface Situation {
  readonly node: NodeState;
  /** By unique name, likewise below. */
  readonly wanted: ReadonlyMap<string, Wanted>;
  readonly attachments: ReadonlyMap<string, VolumeAttachment>;
  /** Whether another node has the volume, or still has it. */
  readonly isElsewhere: (attachable: Attachable) => boolean;
  /** Since when volumes are not wanted any more. */
  readonly unwantedSinceMs: ReadonlyMap<string, number>;
  readonly nowMs: number;
}

export interface AttachPlan {
  readonly attach: readonly Wanted[];
  /** What the node newly has. */
  readonly attached: readonly Wanted[];
  /** What only one node may have and another has. */
  readonly conflicts: readonly Wanted[];
  readonly failures: readonly { readonly wanted: Wanted; readonly problem: string }[];
  /** What the node is to be told before anything is detached. */
  readonly report: readonly string[];
  readonly detach: readonly Detachment[];
  readonly unwantedSinceMs: ReadonlyMap<string, number>;
  /** When it may have to be done otherwise, though nothing has changed. */
  readonly afterMs: number | undefined;
}

export interface Detachment {
  readonly uniqueName: string;
  readonly attachment: VolumeAttachment;
  /** Whatever the node says. */
  readonly isForced: boolean;
}

/** How long a node that is not well may go on using a volume that no pod wants. */
export const patienceMs = 6 * 60_000;
/** How long a driver may take. */
export const driverTimeMs = 2 * 60_000;

/** What to attach to a node and what to detach from it. */
export function plan(situation: Situation): AttachPlan {
  const { node, attachments } = situation;
  const attaching = [...situation.wanted].map(([uniqueName, wanted]) => planWanted(uniqueName, wanted, situation));
  const unwanted = [...attachments].flatMap(([uniqueName, attachment]) =>
    situation.wanted.has(uniqueName) || attachment.metadata.deletionTimestamp !== undefined
      ? []
      : [planUnwanted({ uniqueName, attachment }, situation)],
  );
  const leaving = new Set(unwanted.flatMap(({ detach }) => detach?.uniqueName ?? []));
  const report = [...attachments].flatMap(([uniqueName, attachment]) =>
    isAttached(attachment) && !leaving.has(uniqueName) ? [uniqueName] : [],
  );
  const waits = [...attaching, ...unwanted].flatMap(({ afterMs }) => afterMs ?? []);
  return {
    attach: attaching.flatMap(({ attach }) => attach ?? []),
    attached: report.flatMap((uniqueName) => (node.reported.has(uniqueName) ? [] : (situation.wanted.get(uniqueName) ?? []))),
    conflicts: attaching.flatMap(({ conflict }) => conflict ?? []),
    failures: attaching.flatMap(({ failure }) => failure ?? []),
    report: report.toSorted(),
    detach: unwanted.flatMap(({ detach }) => detach ?? []),
    unwantedSinceMs: new Map(unwanted.map(({ uniqueName, sinceMs }) => [uniqueName, sinceMs])),
    afterMs: waits.length > 0 ? Math.max(0, Math.min(...waits)) : undefined,
  };
}

const isAttached = ({ metadata, status }: VolumeAttachment): boolean => status.attached && metadata.deletionTimestamp === undefined;

interface WantedStep {
  readonly attach?: Wanted;
  readonly conflict?: Wanted;
  readonly failure?: AttachPlan['failures'][number];
  readonly afterMs?: number;
}

function planWanted(uniqueName: string, wanted: Wanted, { attachments, isElsewhere, nowMs }: Situation): WantedStep {
  const attachment = attachments.get(uniqueName);
  if (!attachment) {
    return !wanted.attachable.isShared && isElsewhere(wanted.attachable) ? { conflict: wanted } : { attach: wanted };
  }
  if (isAttached(attachment)) return {};
  if (attachment.metadata.deletionTimestamp !== undefined) return { failure: { wanted, problem: 'volume attachment is being deleted' } };
  const { attachError } = attachment.status;
  if (attachError) return { failure: { wanted, problem: attachError.message ?? '' } };
  const leftMs = Date.parse(attachment.metadata.creationTimestamp) + driverTimeMs - nowMs;
  if (leftMs > 0) return { afterMs: leftMs };
  const { driver, handle } = wanted.attachable;
  return { failure: { wanted, problem: `timed out waiting for external-attacher of ${driver} CSI driver to attach volume ${handle}` } };
}

interface UnwantedStep {
  readonly uniqueName: string;
  readonly sinceMs: number;
  readonly detach?: Detachment;
  readonly afterMs?: number;
}

function planUnwanted(
  { uniqueName, attachment }: { uniqueName: string; attachment: VolumeAttachment },
  { node, unwantedSinceMs, nowMs }: Situation,
): UnwantedStep {
  const sinceMs = unwantedSinceMs.get(uniqueName) ?? nowMs;
  const isOverdue = !node.isHealthy && nowMs - sinceMs > patienceMs;
  const isForced = isOverdue || node.isOutOfService;
  if (!node.inUse.has(uniqueName) || isForced) return { uniqueName, sinceMs, detach: { uniqueName, attachment, isForced } };
  // One millisecond more, since it has to be over.
  return { uniqueName, sinceMs, ...(!node.isHealthy && { afterMs: sinceMs + patienceMs + 1 - nowMs }) };
}
