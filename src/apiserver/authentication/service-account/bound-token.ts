import { refused, type Finding } from '../finding.ts';
import { serviceAccountGroups, serviceAccountUserName } from '../names.ts';
import { extraKeys } from '../user.ts';
import type { Reference } from './claims.ts';
import { audiencesOf, isFields, numberOf, referenceOf, textOf, type Fields } from './parse-claims.ts';
import type { Identified } from './token-objects.ts';
import type { ServiceAccountTokenOptions } from './verify.ts';

/** How far clocks may be apart, and how long after its deletion an object still counts. */
const leewayMs = 60_000;

/** Decides on the claims of a token whose signature is known to be good. */
export async function boundTokenFinding(
  { claims, wanted }: { readonly claims: Fields; readonly wanted: readonly string[] },
  { audiences, objects, clock }: Pick<ServiceAccountTokenOptions, 'audiences' | 'objects' | 'clock'>,
): Promise<Finding> {
  const named = audiencesOf(claims['aud']);
  const tokenAudiences = named.length > 0 ? named : audiences;
  const matching = tokenAudiences.filter((audience) => wanted.includes(audience));
  if (matching.length === 0 && audiences.length > 0) {
    return refused(`token audiences ${quoted(tokenAudiences)} is invalid for the target audiences ${quoted(wanted)}`);
  }
  const nowMs = clock.now();
  const untimely = timeProblem(claims, nowMs);
  if (untimely) return refused(untimely);

  const own = isFields(claims['kubernetes.io']) ? claims['kubernetes.io'] : {};
  const namespace = textOf(own['namespace']);
  const account = referenceOf(own['serviceaccount']) ?? { name: '', uid: '' };
  const pod = referenceOf(own['pod']);
  const secret = referenceOf(own['secret']);
  const node = referenceOf(own['node']);

  const found = await objects.serviceAccount(namespace, account.name);
  if (!found) return refused(`serviceaccounts "${account.name}" not found`);
  if (found.metadata.uid !== account.uid) {
    return refused(`service account UID (${found.metadata.uid}) does not match claim (${account.uid})`);
  }
  if (isGone(found, nowMs)) return refused(`service account ${namespace}/${account.name} has been deleted`);

  const problem =
    (secret && problemOf('secret', secret, await objects.secret(namespace, secret.name), nowMs)) ??
    (pod && problemOf('pod', pod, await objects.pod(namespace, pod.name), nowMs)) ??
    // The node of a pod is told, not checked: the token lives as long as the pod does.
    (node && !pod ? problemOf('node', node, await objects.node(node.name), nowMs) : undefined);
  if (problem) return refused(problem);

  const warnAfter = numberOf(own['warnafter']);
  const lateSeconds = warnAfter ? Math.floor(nowMs / 1000) - warnAfter : 0;
  return {
    type: 'user',
    user: {
      name: serviceAccountUserName(namespace, account.name),
      uid: account.uid,
      groups: serviceAccountGroups(namespace),
      ...extra({ id: textOf(claims['jti']), pod, node }),
    },
    audiences: matching,
    ...(lateSeconds > 0 && {
      auditAnnotations: {
        'authentication.k8s.io/stale-token': `subject: ${textOf(claims['sub'])}, seconds after warning threshold: ${lateSeconds}`,
      },
    }),
  };
}

function timeProblem(claims: Fields, nowMs: number): string | undefined {
  const [from, until, issued] = [claims['nbf'], claims['exp'], claims['iat']].map(numberOf);
  if (from !== undefined && nowMs + leewayMs < from * 1000) return 'service account token is not valid yet';
  if (until !== undefined && nowMs - leewayMs > until * 1000) return 'service account token has expired';
  if (issued !== undefined && nowMs + leewayMs < issued * 1000) return 'service account token is issued in the future';
  return undefined;
}

function problemOf(
  what: 'secret' | 'pod' | 'node',
  { uid = '' }: Reference,
  found: Identified | undefined,
  nowMs: number,
): string | undefined {
  if (!found || isGone(found, nowMs)) return 'service account token has been invalidated';
  if (found.metadata.uid === uid) return undefined;
  return `${what} UID (${found.metadata.uid}) does not match service account ${what} ref claim (${uid})`;
}

const isGone = ({ metadata: { deletionTimestamp } }: Identified, nowMs: number) =>
  typeof deletionTimestamp === 'string' && Date.parse(deletionTimestamp) < nowMs - leewayMs;

function extra({ id, pod, node }: { id: string; pod: Reference | undefined; node: Reference | undefined }) {
  const values: Record<string, readonly string[]> = {};
  if (pod?.name && pod.uid) {
    values[extraKeys.podName] = [pod.name];
    values[extraKeys.podUid] = [pod.uid];
  }
  if (id) values[extraKeys.credentialId] = [`JTI=${id}`];
  if (node?.name) {
    values[extraKeys.nodeName] = [node.name];
    if (node.uid) values[extraKeys.nodeUid] = [node.uid];
  }
  return Object.keys(values).length > 0 ? { extra: values } : {};
}

const quoted = (values: readonly string[]) => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
