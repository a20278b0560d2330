import type { Container } from '../../../kinds/core/pod/container.ts';
import type { Pod } from '../../../kinds/core/pod/index.ts';
import type { ServiceAccount } from '../../../kinds/core/service-account.ts';

const annotation = 'kubernetes.io/enforce-mountable-secrets';
const truths: ReadonlySet<string | undefined> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/** What is wrong with a new pod of an account that restricts its pods to its own secrets, if anything. */
export function secretProblem({ spec }: Readonly<Pod>, account: Readonly<ServiceAccount>): string | undefined {
  if (!restrictsSecrets(account)) return undefined;
  const problems = [
    ...(spec.volumes ?? []).flatMap(({ secret }) => (secret ? [{ what: 'volume with', secretName: secret.secretName ?? '' }] : [])),
    ...(spec.initContainers ?? []).flatMap((container) => secretsOf(container, 'init container')),
    ...spec.containers.flatMap((container) => secretsOf(container, 'container')),
  ];
  return firstProblem(problems, account) ?? pullSecretProblem(spec.imagePullSecrets ?? [], account);
}

/** The same of containers that are added to a running pod. */
export function ephemeralSecretProblem({ spec }: Readonly<Pod>, account: Readonly<ServiceAccount>): string | undefined {
  if (!restrictsSecrets(account)) return undefined;
  return firstProblem(
    (spec.ephemeralContainers ?? []).flatMap((container) => secretsOf(container, 'ephemeral container')),
    account,
  );
}

const restrictsSecrets = ({ metadata }: Readonly<ServiceAccount>): boolean => truths.has(metadata.annotations?.[annotation]);

interface Use {
  /** In the words of upstream. */
  readonly what: string;
  readonly secretName: string;
}

function secretsOf({ name, env = [], envFrom = [] }: Readonly<Pick<Container, 'name' | 'env' | 'envFrom'>>, type: string): readonly Use[] {
  return [
    ...env.flatMap(({ name: variable, valueFrom }) =>
      valueFrom?.secretKeyRef
        ? [{ what: `${type} ${name} with envVar ${variable} referencing`, secretName: valueFrom.secretKeyRef.name ?? '' }]
        : [],
    ),
    ...envFrom.flatMap(({ secretRef }) =>
      secretRef ? [{ what: `${type} ${name} with envFrom referencing`, secretName: secretRef.name ?? '' }] : [],
    ),
  ];
}

function firstProblem(uses: readonly Use[], { metadata, secrets }: Readonly<ServiceAccount>): string | undefined {
  const mountable = new Set((secrets ?? []).map(({ name }) => name));
  const wrong = uses.find(({ secretName }) => !mountable.has(secretName));
  return (
    wrong &&
    `${wrong.what} secret.secretName="${wrong.secretName}" is not allowed because service account ${metadata.name} does not reference that secret`
  );
}

function pullSecretProblem(
  used: readonly { readonly name?: string }[],
  { metadata, imagePullSecrets }: Readonly<ServiceAccount>,
): string | undefined {
  const known = new Set((imagePullSecrets ?? []).map(({ name }) => name ?? ''));
  const index = used.findIndex(({ name = '' }) => !known.has(name));
  if (index === -1) return undefined;
  return `imagePullSecrets[${index}].name="${used[index]?.name ?? ''}" is not allowed because service account ${metadata.name} does not reference that imagePullSecret`;
}
