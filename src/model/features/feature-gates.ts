import { knownFeatures, type Feature, type FeatureDefinition, type FeatureStage } from './known-features.ts';

/** Thrown for gates that cannot be set as asked; the message has a line for each problem. */
export class FeatureGateError extends Error {}

/** Which features are on. */
export interface FeatureGates {
  isOn(feature: Feature): boolean;
}

const definitions: ReadonlyMap<string, FeatureDefinition> = new Map(Object.entries(knownFeatures));

/** Gates that stand for all features of a stage that are not named themselves. */
const stages: Readonly<Record<string, FeatureStage>> = { AllAlpha: 'alpha', AllBeta: 'beta' };

/** As 1.36 has them, unless told otherwise. */
export const defaultFeatureGates: FeatureGates = { isOn: (feature) => knownFeatures[feature].default };

/** Throws FeatureGateError for features that are unknown, locked, or need others that are off. */
export function featureGates(settings: Readonly<Record<string, boolean>>): FeatureGates {
  const problems = Object.entries(settings).flatMap(([name, wanted]) => problemOf(name, wanted) ?? []);
  if (problems.length > 0) throw aggregate(problems);
  const isOn = (name: string): boolean => {
    const { stage, default: isDefault } = definitions.get(name) ?? { stage: 'alpha', default: false };
    const ofStage = Object.keys(stages).find((each) => stages[each] === stage);
    return settings[name] ?? (ofStage === undefined ? undefined : settings[ofStage]) ?? isDefault;
  };
  const missing = [...definitions].flatMap(([name, { needs = [] }]) => {
    const off = isOn(name) ? needs.filter((need) => !isOn(need)) : [];
    return off.length > 0 ? [`${name} is enabled, but depends on features that are disabled: [${off.join(' ')}]`] : [];
  });
  if (missing.length > 0) throw aggregate(missing);
  return { isOn };
}

function problemOf(name: string, wanted: boolean): string | undefined {
  if (name in stages) return undefined;
  const known = definitions.get(name);
  if (!known) return `unrecognized feature gate: ${name}`;
  if (known.locked && known.default !== wanted)
    return `cannot set feature gate ${name} to ${wanted}, feature is locked to ${known.default}`;
  return undefined;
}

const aggregate = (problems: readonly string[]): FeatureGateError =>
  new FeatureGateError(problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`);

/** Reads `A=true,B=false`. Throws FeatureGateError for what is not of that form. */
export function parseFeatureSettings(text: string): Record<string, boolean> {
  const settings: Record<string, boolean> = {};
  for (const part of text.split(',')) {
    if (part === '') continue;
    const [name = '', ...rest] = part.split('=');
    if (rest.length === 0) throw new FeatureGateError(`missing bool value for ${name.trim()}`);
    const value = rest.join('=').trim();
    const isOn = parseBoolean(value);
    if (isOn === undefined) {
      throw new FeatureGateError(
        `invalid value of ${name.trim()}=${value}, err: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
      );
    }
    settings[name.trim()] = isOn;
  }
  return settings;
}

/** The ways to write a boolean that upstream's flags know. */
export function parseBoolean(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}
