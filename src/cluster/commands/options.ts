import { InvalidArgumentError, Option } from 'commander';
import { parseRuntimeConfig, type RuntimeConfig } from '../../apiserver/enablement/runtime-config.ts';
import { FeatureGateError, featureGates, parseFeatureSettings } from '../../model/features/feature-gates.ts';

/** Where a cluster of this machine lives, unless told otherwise. */
export const dataRoot = '/var/lib/kubets';

export function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return Number(text);
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'];

export function logLevel(text: string): string {
  if (!levels.includes(text)) throw new InvalidArgumentError(`choose one of ${levels.join(', ')}`);
  return text;
}

export function boolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new InvalidArgumentError('choose true or false');
  return text === 'true';
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Such as `15s`, `1m30s` or `500ms`, in milliseconds. */
export function duration(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) throw new InvalidArgumentError('a duration is written as 15s, 1m30s or 500ms');
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) ms += Number(amount) * (unitsMs[unit] ?? 0);
  return ms;
}

/** What `--feature-gates` says: given more than once, the later ones add to the earlier. */
export type FeatureSettings = Readonly<Record<string, boolean>>;

export const featureGatesOption = (): Option =>
  new Option('--feature-gates <list>', 'features to turn on or off, e.g. AllAlpha=true,ContainerStopSignals=false')
    .default({}, 'as Kubernetes 1.36')
    .argParser(featureSettings);

function featureSettings(text: string, previous: FeatureSettings): FeatureSettings {
  try {
    const settings = { ...previous, ...parseFeatureSettings(text) };
    featureGates(settings);
    return settings;
  } catch (error) {
    throw error instanceof FeatureGateError ? new InvalidArgumentError(error.message) : error;
  }
}

export const runtimeConfigOption = (): Option =>
  new Option('--runtime-config <list>', 'versions of the API to turn on or off, e.g. api/beta=true,apps/v1beta1=true')
    .default({}, 'stable versions alone')
    .argParser((text: string, previous: RuntimeConfig): RuntimeConfig => ({ ...previous, ...parseRuntimeConfig(text) }));
