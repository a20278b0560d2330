import type { Pod } from '../../kinds/core/pod/index.ts';
import type { PodObjects } from '../objects/pod-objects.ts';
import { unlessMissing } from '../objects/unless-missing.ts';

export interface Sources {
  readonly objects: PodObjects;
  readonly pod: Pod;
  readonly signal: AbortSignal;
}

interface Source {
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

type EnvFrom = {
  readonly prefix?: string | undefined;
  readonly configMapRef?: Source | undefined;
  readonly secretRef?: Source | undefined;
};

/** All entries of a config map or secret as variables. Any text but an equals sign may name one, as the API has checked. */
export async function variablesFrom(
  { prefix = '', configMapRef, secretRef }: EnvFrom,
  sources: Sources,
): Promise<readonly [string, string][]> {
  const values = configMapRef ? await configMapValues(configMapRef, sources) : secretRef ? await secretValues(secretRef, sources) : {};
  return Object.entries(values ?? {}).map(([key, value]) => [prefix + key, value]);
}

type KeySelector = Source & { readonly key: string };

/** Undefined for what may be missing and is. */
export async function configMapKey(selector: KeySelector, sources: Sources): Promise<string | undefined> {
  return valueOf(await configMapValues(selector, sources), selector, { kind: 'ConfigMap', sources });
}

export async function secretKey(selector: KeySelector, sources: Sources): Promise<string | undefined> {
  return valueOf(await secretValues(selector, sources), selector, { kind: 'Secret', sources });
}

type Values = Readonly<Record<string, string>>;

function valueOf(
  values: Values | undefined,
  { name = '', key, optional }: KeySelector,
  { kind, sources }: { kind: string; sources: Sources },
) {
  if (values && Object.hasOwn(values, key)) return values[key];
  if (!values || optional) return undefined;
  throw new Error(`couldn't find key ${key} in ${kind} ${sources.pod.metadata.namespace ?? ''}/${name}`);
}

const configMapValues = async (source: Source, { objects, pod, signal }: Sources): Promise<Values | undefined> => {
  const configMap = await unlessMissing(objects.configMap(pod, source.name ?? '', { signal }), source);
  return configMap && (configMap.data ?? {});
};

const secretValues = async (source: Source, { objects, pod, signal }: Sources): Promise<Values | undefined> => {
  const secret = await unlessMissing(objects.secret(pod, source.name ?? '', { signal }), source);
  return (
    secret && Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
  );
};
