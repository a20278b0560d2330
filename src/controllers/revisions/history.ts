import { ControllerRevision } from '../../kinds/apps/controller-revision.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/template.ts';
import { ApiError } from '../../model/errors.ts';
import type { KubeObject, New } from '../../model/kind.ts';
import { controllerOf, ownerReference } from '../../model/owner-references.ts';
import type { Context } from '../../runtime/controller.ts';
import { hashOf } from '../hash.ts';
import { dataOf, keepsTemplate, nextRevision, revisionName } from './revision.ts';

export interface RevisionOptions {
  readonly owner: KubeObject;
  readonly template: PodTemplateSpec;
  /** Those that the owner has, oldest first. */
  readonly revisions: readonly ControllerRevision[];
  readonly collisionCount: number;
  /** The label that gets the hash. */
  readonly hashLabel: string;
}

export interface FoundRevision {
  readonly revision: ControllerRevision;
  readonly collisionCount: number;
}

/** In one go; who meets more tries again later. */
const maxCollisions = 10;

/** The revision of the template, which is the newest one then. Makes it unless there is one. */
export async function revisionFor(options: RevisionOptions, context: Context): Promise<FoundRevision> {
  const { owner, template, revisions, collisionCount: before } = options;
  const known = revisions.findLast((revision) => keepsTemplate(revision, template));
  if (known) return { revision: await renumber(known, revisions, context), collisionCount: before };
  for (let collisionCount = before; collisionCount < before + maxCollisions; collisionCount++) {
    const revision = await createRevision({ ...options, collisionCount }, context);
    if (revision) return { revision, collisionCount };
  }
  throw new Error(`no free name for the revision of ${owner.kind} ${owner.metadata.namespace}/${owner.metadata.name}`);
}

/** Undefined when its name belongs to another template. */
async function createRevision(options: RevisionOptions, { client }: Context): Promise<ControllerRevision | undefined> {
  const { owner, template } = options;
  const wanted = revisionOf(options);
  try {
    return await client.create(ControllerRevision, wanted);
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
    const { name = '', namespace } = wanted.metadata;
    const existing = await client.get(ControllerRevision, { name, ...(namespace && { namespace }) });
    const isOwn = controllerOf(existing)?.uid === owner.metadata.uid;
    return isOwn && keepsTemplate(existing, template) ? existing : undefined;
  }
}

function revisionOf({ owner, template, revisions, collisionCount, hashLabel }: RevisionOptions): New<ControllerRevision> {
  const { name, namespace, annotations } = owner.metadata;
  const data = dataOf(template);
  const hash = hashOf(data, collisionCount);
  return {
    metadata: {
      name: revisionName(name, hash),
      ...(namespace && { namespace }),
      labels: { ...template.metadata?.labels, [hashLabel]: hash },
      ...(annotations && { annotations }),
      ownerReferences: [ownerReference(owner)],
    },
    data,
    revision: nextRevision(revisions),
  };
}

/** An old revision that is the newest again gets the highest number. */
async function renumber(
  revision: ControllerRevision,
  revisions: readonly ControllerRevision[],
  { client }: Context,
): Promise<ControllerRevision> {
  const others = revisions.filter(({ metadata }) => metadata.uid !== revision.metadata.uid);
  const number = nextRevision(others);
  return number <= revision.revision ? revision : client.update(ControllerRevision, { ...revision, revision: number });
}

export async function removeRevisions(revisions: readonly ControllerRevision[], { client }: Context): Promise<void> {
  for (const { metadata } of revisions) {
    try {
      await client.delete(ControllerRevision, metadata);
    } catch (error) {
      if (!ApiError.is(error, 'NotFound')) throw error;
    }
  }
}
