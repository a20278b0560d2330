import { Field, type FieldError } from '../../../model/field.ts';
import { baselineChecks } from './baseline.ts';
import type { Check, Finding, Judged } from './finding.ts';
import { restrictedChecks } from './restricted.ts';

const levels = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof levels)[number];

/** How much is allowed, as some version of the rules has it. */
export interface Standard {
  readonly level: Level;
  /** `latest` or `v1.x`. */
  readonly version: string;
}

/** What happens to what breaks a standard: it is refused, or its sender is told. */
export interface Policy {
  readonly enforce: Standard;
  readonly warn: Standard;
}

const prefix = 'pod-security.kubernetes.io/';
const modes = ['enforce', 'audit', 'warn'] as const;
type Labels = Readonly<Record<string, string>>;

const isLevel = (text: string): text is Level => levels.some((level) => level === text);
const isVersion = (text: string): boolean => /^(latest|v1\.(0|[1-9]\d*))$/.test(text);

/** What a namespace's labels ask for. Where they cannot be read the strictest is enforced. */
export function policyOf(labels: Labels = {}): Policy {
  const enforce = standardOf('enforce', labels, 'restricted');
  const warn = standardOf('warn', labels, 'privileged');
  const wanted = labels[`${prefix}enforce`];
  // Whoever has nothing to say about warnings is told what is refused, in templates of pods.
  const isUnsaid = labels[`${prefix}warn`] === undefined && wanted !== undefined && isLevel(wanted);
  if (!isUnsaid) return { enforce, warn };
  return { enforce, warn: labels[`${prefix}warn-version`] === undefined ? enforce : { ...warn, level: enforce.level } };
}

function standardOf(mode: (typeof modes)[number], labels: Labels, ifUnreadable: Level): Standard {
  const level = labels[`${prefix}${mode}`] ?? 'privileged';
  const version = labels[`${prefix}${mode}-version`] ?? 'latest';
  return { level: isLevel(level) ? level : ifUnreadable, version: isVersion(version) ? version : 'latest' };
}

export function* labelProblems(labels: Labels = {}): Iterable<FieldError> {
  const field = new Field('metadata.labels');
  for (const mode of modes) {
    const [level, version] = [labels[`${prefix}${mode}`], labels[`${prefix}${mode}-version`]];
    if (level !== undefined && !isLevel(level)) yield field.key(`${prefix}${mode}`).invalid(level, `must be one of ${levels.join(', ')}`);
    if (version !== undefined && !isVersion(version)) {
      yield field.key(`${prefix}${mode}-version`).invalid(version, 'must be "latest" or "v1.x"');
    }
  }
}

export const shown = ({ level, version }: Standard): string => `${level}:${version}`;

export const isStricter = (a: Level, b: Level): boolean => levels.indexOf(a) > levels.indexOf(b);

/** The latest that has rules of its own; what is newer is judged by these. */
const latestMinor = 35;

/** Everything that breaks a standard, in upstream's order. */
export function findingsOf({ metadata, spec }: Omit<Judged, 'minor'>, { level, version }: Standard): readonly Finding[] {
  if (level === 'privileged') return [];
  const minor = version === 'latest' ? latestMinor : Math.min(Number(version.slice('v1.'.length)), latestMinor);
  const isAsked = ({ since = 0 }: Check) => minor >= since;
  const stricter = level === 'restricted' ? restrictedChecks.filter(isAsked) : [];
  const replaced = new Set(stricter.map(({ replaces }) => replaces));
  const checks = [...baselineChecks.filter((check) => isAsked(check) && !replaced.has(check.id)), ...stricter];
  return checks.flatMap(({ find }) => find({ metadata, spec, minor }) ?? []);
}

export const detailsOf = (findings: readonly Finding[]): string =>
  findings.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ');
