import { Secret } from '../../kinds/core/secret.ts';
import { ServiceAccount } from '../../kinds/core/service-account.ts';
import { ApiError } from '../../model/errors.ts';
import { defineController, index, on, type Context, type Controller } from '../../runtime/controller.ts';

const type = 'kubernetes.io/service-account-token';
const nameAnnotation = 'kubernetes.io/service-account.name';
const uidAnnotation = 'kubernetes.io/service-account.uid';
const accountIndex = 'account';

export interface AccountTokenSubject {
  readonly namespace: string;
  readonly secretName: string;
  readonly accountName: string;
  readonly accountUid: string;
}

/** Makes a token that stands for a service account as long as the Secret that holds it does. */
export type SignAccountToken = (subject: AccountTokenSubject) => Promise<string>;

export interface ServiceAccountTokenOptions {
  readonly sign: SignAccountToken;
  /** The authority that the API server is known by. */
  readonly caPem?: string | undefined;
}

/** Fills the Secrets that ask for a token of a service account, and deletes those whose account is gone. */
export function serviceAccountTokenController(options: ServiceAccountTokenOptions): Controller {
  return defineController({
    name: 'serviceaccount_tokens',
    for: Secret,
    selects: [{ kind: Secret, fieldSelector: `type=${type}` }],
    indexes: [index(Secret, accountIndex, ({ metadata }) => [`${metadata.namespace}/${metadata.annotations?.[nameAnnotation]}`])],
    wakes: [
      on(ServiceAccount, ({ metadata }, { previous, isDeleted, cache }) =>
        isDeleted || previous?.metadata.uid !== metadata.uid
          ? cache.byIndex(Secret, accountIndex, `${metadata.namespace}/${metadata.name}`).map((secret) => secret.metadata)
          : [],
      ),
    ],
    workers: 5,

    async reconcile(secret, context) {
      const account = await accountOf(secret, context);
      if (!account) await remove(secret, context);
      else await fill(secret, account, options, context);
    },
    reconcileDeleted: ({ namespace, name }, context) => forget({ namespace: namespace ?? '', name }, context),
  });
}

async function accountOf({ metadata }: Secret, { client, cache }: Context): Promise<ServiceAccount | undefined> {
  const ref = { namespace: metadata.namespace, name: metadata.annotations?.[nameAnnotation] ?? '' };
  const uid = metadata.annotations?.[uidAnnotation];
  const isIt = (account: ServiceAccount | undefined) => account !== undefined && (!uid || account.metadata.uid === uid);
  const known = cache.get(ServiceAccount, ref);
  if (isIt(known)) return known;
  try {
    // It may be too new to be known yet, and what is deleted now cannot be had back.
    const live = await client.get(ServiceAccount, ref);
    return isIt(live) ? live : undefined;
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return undefined;
    throw error;
  }
}

async function remove({ metadata }: Secret, { client }: Context): Promise<void> {
  try {
    await client.delete(Secret, metadata, { preconditions: { uid: metadata.uid } });
  } catch (error) {
    if (!ApiError.is(error, 'NotFound') && !ApiError.is(error, 'Conflict')) throw error;
  }
}

async function fill(
  secret: Secret,
  account: ServiceAccount,
  { sign, caPem }: ServiceAccountTokenOptions,
  { client }: Context,
): Promise<void> {
  const { namespace = '', name, annotations } = secret.metadata;
  const { name: accountName, uid: accountUid } = account.metadata;
  const data = { ...secret.data };
  if (caPem !== undefined) data['ca.crt'] = base64(caPem);
  data['namespace'] ||= base64(namespace);
  data['token'] ||= base64(await sign({ namespace, secretName: name, accountName, accountUid }));
  if (annotations?.[uidAnnotation] === accountUid && Object.keys(data).every((key) => secret.data?.[key] === data[key])) return;
  const metadata = { ...secret.metadata, annotations: { ...annotations, [nameAnnotation]: accountName, [uidAnnotation]: accountUid } };
  await client.update(Secret, { ...secret, metadata, data });
}

/** Accounts used to list their Secrets. */
async function forget(ref: { namespace: string; name: string }, { client, cache }: Context): Promise<void> {
  for (const account of cache.list(ServiceAccount, ref.namespace)) {
    const secrets = account.secrets?.filter(({ name }) => name !== ref.name);
    if (secrets && secrets.length !== account.secrets?.length) await client.update(ServiceAccount, { ...account, secrets });
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
