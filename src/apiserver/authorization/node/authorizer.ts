import type { ResourceAttributes } from '../attributes.ts';
import { allow, noOpinion, type Authorizer, type Decision } from '../decision.ts';
import { ruleAllows } from '../rbac/rule.ts';
import { nodeNameOf } from './identity.ts';
import type { NodeObjects } from './objects.ts';
import { isRelated, type RelatedResource } from './relations.ts';
import { nodeRules } from './rules.ts';

/** Lets a kubelet do what its node needs, and see what the pods of its node use. */
export function nodeAuthorizer(objects: NodeObjects): Authorizer {
  return (attributes) => {
    const nodeName = nodeNameOf(attributes.user);
    if (nodeName === undefined) return noOpinion();
    if (nodeName === '') return noOpinion(`unknown node for user ${JSON.stringify(attributes.user.name)}`);
    if (attributes.isResource) {
      const special = decisions[`${attributes.resource}.${attributes.group}`];
      if (special) return special({ nodeName, asked: attributes, objects });
    }
    return nodeRules.some((rule) => ruleAllows(rule, attributes)) ? allow() : noOpinion();
  };
}

interface Question {
  readonly nodeName: string;
  readonly asked: ResourceAttributes;
  readonly objects: NodeObjects;
}

type Answer = (question: Question) => Decision | Promise<Decision>;

/** By resource and group: what does not follow the rules for all nodes. */
const decisions: Readonly<Record<string, Answer>> = {
  'secrets.': (question) => readRelated('secrets', question),
  'configmaps.': (question) => readRelated('configmaps', question),
  'persistentvolumeclaims.': (question) =>
    question.asked.subresource === 'status' ? updateClaimStatus(question) : getRelated('persistentvolumeclaims', question),
  'persistentvolumes.': (question) => getRelated('persistentvolumes', question),
  'resourceclaims.resource.k8s.io': (question) => getRelated('resourceclaims', question),
  'volumeattachments.storage.k8s.io': (question) => getRelated('volumeattachments', question),
  'serviceaccounts.': (question) =>
    question.asked.verb === 'get' && question.asked.subresource === '' ? readRelated('serviceaccounts', question) : createToken(question),
  'leases.coordination.k8s.io': lease,
  'csinodes.storage.k8s.io': csiNode,
  'resourceslices.resource.k8s.io': resourceSlice,
  'nodes.': node,
  'pods.': pod,
  'podcertificaterequests.certificates.k8s.io': () => noOpinion(),
};

async function related(resource: RelatedResource, { nodeName, asked, objects }: Question): Promise<Decision> {
  if (asked.name === '') return noOpinion('No Object name found');
  const { namespace, name } = asked;
  return (await isRelated(nodeName, { resource, namespace, name }, objects)) ? allow() : unrelated(nodeName);
}

const unrelated = (nodeName: string) => noOpinion(`no relationship found between node '${nodeName}' and this object`);

function readRelated(resource: RelatedResource, question: Question): Decision | Promise<Decision> {
  const { verb, subresource, namespace } = question.asked;
  if (!['get', 'list', 'watch'].includes(verb)) return noOpinion('can only read resources of this type');
  if (subresource !== '') return noOpinion('cannot read subresource');
  if (namespace === '') return noOpinion('can only read namespaced object of this type');
  return related(resource, question);
}

function getRelated(resource: RelatedResource, question: Question): Decision | Promise<Decision> {
  if (question.asked.verb !== 'get') return noOpinion('can only get individual resources of this type');
  return question.asked.subresource === '' ? related(resource, question) : noOpinion('cannot get subresource');
}

function updateClaimStatus(question: Question): Decision | Promise<Decision> {
  if (!['update', 'patch'].includes(question.asked.verb)) return noOpinion('can only get/update/patch this type');
  return related('persistentvolumeclaims', question);
}

function createToken(question: Question): Decision | Promise<Decision> {
  const { verb, name, subresource } = question.asked;
  if (verb !== 'create' || name === '') return noOpinion('can only create tokens for individual service accounts');
  if (subresource !== 'token') return noOpinion('can only create token subresource of serviceaccount');
  return related('serviceaccounts', question);
}

const ownObjectVerbs = ['get', 'create', 'update', 'patch', 'delete'];

function lease({ nodeName, asked: { verb, namespace, name } }: Question): Decision {
  if (!ownObjectVerbs.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a node lease');
  if (namespace !== 'kube-node-lease') return noOpinion('can only access leases in the "kube-node-lease" system namespace');
  // The name is not known yet when something is created; admission looks at it then.
  if (verb !== 'create' && name !== nodeName) return noOpinion('can only access node lease with the same name as the requesting node');
  return allow();
}

function csiNode({ nodeName, asked: { verb, subresource, name } }: Question): Decision {
  if (!ownObjectVerbs.includes(verb)) return noOpinion('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return noOpinion('cannot authorize CSINode subresources');
  if (verb !== 'create' && name !== nodeName) return noOpinion('can only access CSINode with the same name as the requesting node');
  return allow();
}

function resourceSlice(question: Question): Decision | Promise<Decision> {
  const { verb, subresource } = question.asked;
  if (subresource !== '') return noOpinion('cannot authorize ResourceSlice subresources');
  switch (verb) {
    case 'create':
      return allow();
    case 'get':
    case 'update':
    case 'patch':
    case 'delete':
      return related('resourceslices', question);
    case 'list':
    case 'watch':
    case 'deletecollection':
      return selectsOwn(question) ? allow() : noOpinion('can only list/watch/deletecollection resourceslices with nodeName field selector');
    default:
      return noOpinion(
        'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
      );
  }
}

/** Which node or pod it may be that is written is for admission to say, which sees the object. */
function node({ nodeName, asked: { verb, subresource, name } }: Question): Decision {
  if (subresource === 'status') return ['update', 'patch'].includes(verb) ? allow() : noOpinion();
  if (subresource !== '') return noOpinion();
  if (['create', 'update', 'patch'].includes(verb)) return allow();
  if (!['get', 'list', 'watch'].includes(verb)) return noOpinion();
  if (name === nodeName) return allow();
  return noOpinion(`node '${nodeName}' cannot read ${name === '' ? 'all nodes' : `'${name}'`}, only its own Node object`);
}

function pod(question: Question): Decision | Promise<Decision> {
  const { verb, subresource, name } = question.asked;
  switch (subresource) {
    case 'status':
      return ['update', 'patch'].includes(verb) ? allow() : noOpinion();
    case 'eviction':
      return verb === 'create' ? allow() : noOpinion();
    case '':
      break;
    default:
      return noOpinion();
  }
  switch (verb) {
    case 'create':
    case 'delete':
      return allow();
    case 'get':
      return related('pods', question);
    case 'list':
    case 'watch':
      if (selectsOwn(question)) return allow();
      return name === '' ? noOpinion('can only list/watch pods with spec.nodeName field selector') : related('pods', question);
    default:
      return noOpinion();
  }
}

const selectsOwn = ({ nodeName, asked }: Question) =>
  (asked.fieldRequirements ?? []).some(({ field, value }) => field === 'spec.nodeName' && value === nodeName);
