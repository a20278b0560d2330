import { timestamp } from '../../../base/clock.ts';
import type { BoundObjectReference, TokenRequest, TokenRequestSpec } from '../../../kinds/authentication/token-request.ts';
import { badRequest, conflict, invalid, notFound } from '../../../model/errors.ts';
import { Field, type FieldErrors } from '../../../model/field.ts';
import type { Reference, TokenSubject } from './claims.ts';
import { issueServiceAccountToken, type TokenIssuer } from './issue.ts';
import { tokenLifetime } from './lifetime.ts';
import type { Identified, TokenObjects } from './token-objects.ts';

const minSeconds = 10 * 60;
const maxSeconds = 2 ** 32;
const defaultSeconds = 60 * 60;
const group = 'authentication.k8s.io';
const kind = 'TokenRequest';

export interface TokenRequestOptions extends TokenIssuer {
  /** What tokens are for when the request does not say. */
  readonly audiences: readonly string[];
  readonly objects: TokenObjects;
  /** Whether a pod's usual token lives a year. Default true. */
  readonly extendExpiration?: boolean | undefined;
  /** The longest life anybody can ask for. */
  readonly maxExpirationSeconds?: number | undefined;
}

/** What a request may leave out; the rest of an object's metadata is filled in here. */
export type WantedToken = Omit<TokenRequest, 'metadata' | 'spec' | 'status'> & {
  readonly metadata: Partial<TokenRequest['metadata']>;
  readonly spec: Partial<TokenRequestSpec>;
};

/** Answers a request to the `token` subresource of a service account. */
export async function requestToken(
  wanted: WantedToken,
  {
    namespace,
    name,
    admit,
    warn,
  }: {
    readonly namespace: string;
    readonly name: string;
    /** Runs on the complete request before a token is made; throws to refuse it. */
    readonly admit?: ((request: TokenRequest) => Promise<void>) | undefined;
    readonly warn?: ((message: string) => void) | undefined;
  },
  options: TokenRequestOptions,
): Promise<{ readonly answer: TokenRequest; readonly auditAnnotations: Readonly<Record<string, string>> }> {
  const { audiences, objects, clock, extendExpiration = true, maxExpirationSeconds } = options;
  refuseOtherNames(wanted, { namespace, name });
  const account = await objects.serviceAccount(namespace, name);
  if (!account) throw notFound({ group: '', plural: 'serviceaccounts', name });
  const uid = account.metadata.uid ?? '';
  if (wanted.metadata.uid && wanted.metadata.uid !== uid) {
    const why = `the UID in the token request (${wanted.metadata.uid}) does not match the UID of the service account (${uid})`;
    throw conflict({ group, plural: kind, name }, why);
  }

  const nowMs = clock.now();
  const { expirationSeconds = defaultSeconds } = wanted.spec;
  const forAudiences = wanted.spec.audiences?.length ? wanted.spec.audiences : [...audiences];
  const request: TokenRequest = {
    ...wanted,
    // Never stored, and so without a resource version.
    metadata: { ...wanted.metadata, name, namespace, uid, creationTimestamp: timestamp(nowMs) } as TokenRequest['metadata'],
    spec: { ...wanted.spec, audiences: forAudiences, expirationSeconds },
    status: {},
  };
  const problems = [...validate(expirationSeconds, new Field('spec'))];
  if (problems.length > 0) throw invalid({ group, kind, name: '' }, problems);
  await admit?.(request);

  const boundTo = await boundObjects(request.spec.boundObjectRef, { namespace, name }, objects);
  const lifetime = tokenLifetime(expirationSeconds, {
    boundToPod: boundTo?.pod !== undefined,
    forThisServer: forAudiences.every((audience) => audiences.includes(audience)),
    extend: extendExpiration,
    maxSeconds: maxExpirationSeconds,
  });
  const { saidSeconds, lifeSeconds, warnAfterSeconds } = lifetime;
  if (saidSeconds < expirationSeconds) warn?.(`requested expiration of ${expirationSeconds} seconds shortened to ${saidSeconds} seconds`);
  const { token, credentialId } = await issueServiceAccountToken(
    { serviceAccount: { namespace, name, uid }, ...(boundTo && { boundTo }), audiences: forAudiences, lifeSeconds, warnAfterSeconds },
    options,
  );
  return {
    answer: {
      ...request,
      spec: { ...request.spec, expirationSeconds: saidSeconds },
      status: { token, expirationTimestamp: timestamp(nowMs + saidSeconds * 1000) },
    },
    auditAnnotations: { 'authentication.kubernetes.io/issued-credential-id': credentialId },
  };
}

function refuseOtherNames({ metadata }: WantedToken, { namespace, name }: { namespace: string; name: string }): void {
  const field = new Field('metadata');
  if (metadata.name && metadata.name !== name) {
    throw invalid({ group, kind, name }, [field.at('name').invalid(metadata.name, 'must match the service account name if specified')]);
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    const problem = field.at('namespace').invalid(metadata.namespace, 'must match the service account namespace if specified');
    throw invalid({ group, kind, name }, [problem]);
  }
}

function* validate(expirationSeconds: number, field: Field): FieldErrors {
  const at = field.at('expirationSeconds');
  if (expirationSeconds < minSeconds) yield at.invalid(expirationSeconds, 'may not specify a duration less than 10 minutes');
  if (expirationSeconds > maxSeconds) yield at.invalid(expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
}

async function boundObjects(
  reference: BoundObjectReference | undefined | null,
  account: { readonly namespace: string; readonly name: string },
  objects: TokenObjects,
): Promise<TokenSubject['boundTo']> {
  if (!reference) return undefined;
  const { apiVersion = '', kind = '', name = '', uid } = reference;
  const target = apiVersion === 'v1' || apiVersion === '' ? kind : '';
  switch (target) {
    case 'Pod': {
      const pod = await objects.pod(account.namespace, name);
      const found = sameObject(pod, { plural: 'pods', kind, name, uid });
      if (pod?.spec?.serviceAccountName !== account.name) {
        throw badRequest(`cannot bind token for serviceaccount "${account.name}" to pod running with different serviceaccount name.`);
      }
      const { nodeName } = pod.spec;
      if (!nodeName) return { pod: found };
      const node = await objects.node(nodeName);
      // A node that is not there yet is told by its name alone.
      return { pod: found, node: { name: nodeName, ...(node?.metadata.uid && { uid: node.metadata.uid }) } };
    }
    case 'Secret':
      return { secret: sameObject(await objects.secret(account.namespace, name), { plural: 'secrets', kind, name, uid }) };
    case 'Node':
      return { node: sameObject(await objects.node(name), { plural: 'nodes', kind, name, uid }) };
    default:
      throw badRequest(`cannot bind token to object of type ${typeText(apiVersion, kind)}`);
  }
}

function sameObject(
  found: Identified | undefined,
  { plural, kind, name, uid }: { plural: string; kind: string; name: string; uid: string | undefined },
): Reference {
  if (!found) throw notFound({ group: '', plural, name });
  const actual = found.metadata.uid ?? '';
  if (uid && uid !== actual) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', plural: kind, name }, why);
  }
  return { name, uid: actual };
}

/** As upstream shows a group, version and kind. */
const typeText = (apiVersion: string, kind: string) => `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
