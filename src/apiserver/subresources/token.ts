import { Node } from '../../kinds/core/node/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { Secret } from '../../kinds/core/secret.ts';
import { TokenRequest } from '../../kinds/authentication/token-request.ts';
import { conflict, invalid, methodNotAllowed, notFound, unknownResource } from '../../model/errors.ts';
import { Field, type FieldError } from '../../model/field.ts';
import type { Kind, KubeObject } from '../../model/kind.ts';
import type { ApiResponse } from '../../model/request.ts';
import { decodeObject, parseBody } from '../body.ts';
import type { Call } from '../call.ts';
import { writeQuery } from '../query-options.ts';
import type { Reader } from '../reader.ts';
import type { TokenIssueRequest } from '../services.ts';
import type { ApiServer } from '../server.ts';

const minSeconds = 600;
const maxSeconds = 2 ** 32;
const defaultSeconds = 3600;

/** POST of a TokenRequest: a token of a service account, perhaps bound to a pod, node or secret. */
export async function token(call: Call, { services, reader }: ApiServer): Promise<ApiResponse> {
  const { request, info, resource } = call;
  if (info.verb !== 'create') throw methodNotAllowed(resource.about(), info.verb);
  if (!services.tokens) throw unknownResource();
  const query = writeQuery(request.query, 'CreateOptions');
  const wanted = decodeObject(parseBody(request), TokenRequest, { call, fieldValidation: query.fieldValidation });
  const { metadata } = resource.get({ namespace: info.namespace, name: info.name }).object;
  const { audiences, expirationSeconds = defaultSeconds, boundObjectRef } = wanted.spec;
  refuse(info.name, validate(expirationSeconds));

  const bound = boundObjectRef ? await findBound(boundObjectRef, { call, reader }) : {};
  const { token: issued, expirationTimestamp } = await services.tokens.issue({
    serviceAccount: { namespace: info.namespace, name: metadata.name, uid: metadata.uid },
    audiences: (audiences ?? []).length > 0 ? (audiences ?? []) : services.tokens.audiences,
    expirationSeconds,
    ...bound,
  });
  const answer = {
    ...wanted,
    metadata: { ...wanted.metadata, name: metadata.name, namespace: info.namespace },
    spec: {
      ...wanted.spec,
      audiences: (audiences ?? []).length > 0 ? audiences : services.tokens.audiences,
      expirationSeconds,
      boundObjectRef: boundObjectRef ?? null,
    },
    status: { token: issued, expirationTimestamp },
  };
  return { code: 201, body: { type: 'object', value: { object: answer } } };
}

function* validate(expirationSeconds: number): Iterable<FieldError> {
  const field = new Field('spec.expirationSeconds');
  if (expirationSeconds < minSeconds) yield field.invalid(expirationSeconds, 'may not specify a duration less than 10 minutes');
  if (expirationSeconds > maxSeconds) yield field.invalid(expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
}

function refuse(name: string, problems: Iterable<FieldError>): void {
  const all = [...problems];
  if (all.length > 0) throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest', name }, all);
}

const bindable: Readonly<Record<string, { kind: Kind; namespaced: boolean }>> = {
  'v1/Pod': { kind: Pod, namespaced: true },
  'v1/Secret': { kind: Secret, namespaced: true },
  'v1/Node': { kind: Node, namespaced: false },
};

interface BoundReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
}

/** The object that a token is to be bound to; a pod must run as the service account. */
async function findBound(
  reference: BoundReference,
  { call, reader }: { call: Call; reader: Reader },
): Promise<Pick<TokenIssueRequest, 'boundTo' | 'node'>> {
  const { apiVersion = '', kind = '', name = '', uid } = reference;
  const target = bindable[`${apiVersion}/${kind}`];
  if (!target) {
    refuse(call.info.name, [
      new Field('spec.boundObjectRef').invalid(`${apiVersion}, Kind=${kind}`, 'cannot bind token to object of type'),
    ]);
    return {};
  }
  const object = await reader.get<KubeObject>(target.kind, { name, ...(target.namespaced && { namespace: call.info.namespace }) });
  const about = { group: '', plural: target.kind.plural, name };
  if (!object) throw notFound(about);
  if (uid && uid !== object.metadata.uid) {
    throw conflict(
      about,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  // Of the three only pods belong to a service account.
  const pod = target.kind === (Pod as Kind) ? (object as Pod) : undefined;
  if (pod && pod.spec.serviceAccountName !== call.info.name) {
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest', name: call.info.name }, [
      new Field('spec.boundObjectRef.name').invalid(
        name,
        `cannot bind token for serviceaccount ${JSON.stringify(call.info.name)} to pod running with different serviceaccount name.`,
      ),
    ]);
  }
  const boundTo = { kind: kind as 'Pod' | 'Secret' | 'Node', name, uid: object.metadata.uid };
  const nodeName = pod?.spec.nodeName;
  if (!nodeName) return { boundTo };
  const node = await reader.get(Node, { name: nodeName });
  return { boundTo, node: { name: nodeName, ...(node && { uid: node.metadata.uid }) } };
}
