import { InvalidArgumentError, Option } from 'commander';
import { parseRuntimeConfig, type RuntimeConfig } from '../../apiserver/enablement/runtime-config.ts';
import { FeatureGateError, featureGates, parseFeatureSettings } from '../../model/features/feature-gates.ts';
import { allowedOrigins } from '../../apiserver/http/cross-origin.ts';
import { parseGoDuration } from '../../base/go-duration.ts';

/** Where a cluster of this machine lives, unless told otherwise. */
export const dataRoot = '/var/lib/kubets';

export function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return Number(text);
}

export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a number from 0 on');
  return Number(text);
}

const levels = ['trace', 'debug', 'info', 'warn', 'error'];

export function prefixLength(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 128) throw new InvalidArgumentError('a prefix length is a number from 1 to 128');
  return value;
}

export function logLevel(text: string): string {
  if (!levels.includes(text)) throw new InvalidArgumentError(`choose one of ${levels.join(', ')}`);
  return text;
}

export function boolean(text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new InvalidArgumentError('choose true or false');
  return text === 'true';
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

/** A time span such as `1m30s`, in milliseconds. */
export function duration(text: string): number {
  const parsed = parseGoDuration(text);
  if ('problem' in parsed || parsed.ms < 0) throw new InvalidArgumentError('a duration is written as 15s, 1m30s or 500ms');
  return parsed.ms;
}

/**
 * Patterns of origins, several separated by commas. Each has to say where the host begins and where it ends: otherwise
 * `//example.com` would let in the pages of `//example.com.elsewhere.org`.
 */
export function origins(text: string, before: readonly string[] = []): readonly string[] {
  const patterns = text.split(',');
  for (const pattern of patterns) {
    const isPinned = /\^|\/\//.test(pattern) && /\$|:/.test(pattern.replace(/^.*?:?\/\//, ''));
    if (!isPinned)
      throw new InvalidArgumentError(`${JSON.stringify(pattern)} must pin the start (^ or //) and the end ($ or :) of the host`);
    try {
      allowedOrigins([pattern]);
    } catch (error) {
      throw new InvalidArgumentError(`${JSON.stringify(pattern)} is no regular expression: ${(error as Error).message}`);
    }
  }
  return [...before, ...patterns];
}
