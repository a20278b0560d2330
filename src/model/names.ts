/**
 * The rules for names. Each check gives what is wrong, in the words of upstream, or nothing.
 * Upstream counts bytes; what is not ASCII breaks the pattern anyway.
 */
export type Problems = readonly string[];

/** Says that a name may be the start of a generated one, which may end in a dash. */
export interface NameOptions {
  readonly isPrefix?: boolean;
}

const none: Problems = [];

const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsSubdomain = `${dnsLabel}(\\.${dnsLabel})*`;
const dnsLabelUnderscore = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const dnsSubdomainUnderscore = `${dnsLabelUnderscore}(\\.${dnsLabelUnderscore})*`;
const dns1035Label = '[a-z]([-a-z0-9]*[a-z0-9])?';
const wildcardDnsSubdomain = `\\*\\.${dnsSubdomain}`;
const labelName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${labelName})?`;
const cIdentifier = '[A-Za-z_][A-Za-z0-9_]*';
const httpHeaderName = '[-A-Za-z0-9]+';
const envVarName = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const configMapKey = '[-._a-zA-Z0-9]+';
const percent = '[0-9]+%';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** The explanation of a pattern, as upstream words it. */
export function patternProblem(message: string, pattern: string, ...examples: string[]): string {
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  const used = `regex used for validation is '${pattern}'`;
  return examples.length > 0 ? `${message} (e.g. ${shown}${used})` : `${message} (${used})`;
}

export const tooLong = (maxLength: number, unit: 'characters' | 'bytes' = 'characters'): string =>
  `must be no more than ${maxLength} ${unit}`;

export const notInRange = (low: number, high: number): string => `must be between ${low} and ${high}, inclusive`;

interface Rule {
  readonly pattern: string;
  readonly problem: string;
  readonly maxLength?: number;
  readonly unit?: 'characters' | 'bytes';
}

function rule({ pattern, problem, maxLength = Number.POSITIVE_INFINITY, unit = 'characters' }: Rule): (value: string) => Problems {
  const matches = whole(pattern);
  return (value) => {
    const fits = value.length <= maxLength;
    if (matches.test(value)) return fits ? none : [tooLong(maxLength, unit)];
    return fits && Buffer.byteLength(value) <= maxLength ? [problem] : [tooLong(maxLength, unit), problem];
  };
}

const dnsLabelProblem = patternProblem(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  dnsLabel,
  'my-name',
  '123-abc',
);
const subdomain = {
  pattern: dnsSubdomain,
  problem: patternProblem(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    dnsSubdomain,
    'example.com',
  ),
  maxLength: 253,
};

/** E.g. `my-name`. */
export function checkDnsLabel(value: string, options?: NameOptions): Problems {
  const problems = dnsLabelRule(forSuffix(value, options));
  // Where only the dots are wrong, that is what is said.
  return problems.includes(dnsLabelProblem) && isDnsSubdomain.test(forSuffix(value, options))
    ? problems.map((problem) => (problem === dnsLabelProblem ? 'must not contain dots' : problem))
    : problems;
}
const dnsLabelRule = rule({ pattern: dnsLabel, problem: dnsLabelProblem, maxLength: 63 });
const isDnsSubdomain = whole(dnsSubdomain);

/** E.g. `example.com`: what most objects are named by. */
export const checkDnsSubdomain = (value: string, options?: NameOptions): Problems => subdomainRule(forSuffix(value, options));
const subdomainRule = rule(subdomain);

export const checkDnsSubdomainWithUnderscore = rule({
  pattern: dnsSubdomainUnderscore,
  problem: patternProblem(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
    dnsSubdomainUnderscore,
    'example.com',
  ),
  maxLength: 253,
});

/** E.g. `*.example.com`. */
export const checkWildcardDnsSubdomain = rule({
  pattern: wildcardDnsSubdomain,
  problem: patternProblem(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    wildcardDnsSubdomain,
    '*.example.com',
  ),
  maxLength: 253,
});

/** Starts with a letter, e.g. the name of a service. */
export const checkDns1035Label = (value: string, options?: NameOptions): Problems => dns1035Rule(forSuffix(value, options));
const dns1035Rule = rule({
  pattern: dns1035Label,
  problem: patternProblem(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    dns1035Label,
    'my-name',
    'abc-123',
  ),
  maxLength: 63,
});

/** As upstream: a dash at the end goes, and with it the character before. */
const forSuffix = (name: string, options: NameOptions | undefined): string =>
  options?.isPrefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;

/** Can stand in a path: anything but `.`, `..`, and slashes or percent signs. */
export function checkPathSegment(name: string, { isPrefix = false }: NameOptions = {}): Problems {
  if (!isPrefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  const problems = ['/', '%'].filter((text) => name.includes(text)).map((text) => `may not contain '${text}'`);
  return problems.length > 0 ? problems : none;
}

const labelNameProblem = patternProblem(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  labelName,
  'MyName',
  'my.name',
  '123-abc',
);
const labelNameRule = rule({ pattern: labelName, problem: labelNameProblem, maxLength: 63, unit: 'bytes' });
const labelPrefixRule = rule({ ...subdomain, unit: 'bytes' });

/** Keys of labels and other qualified names: a name, and perhaps a domain before it, e.g. `example.com/MyName`. */
export function checkLabelKey(value: string): Problems {
  const parts = value.split('/');
  if (parts.length > 2) {
    return [`a valid label key ${labelNameProblem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const [prefix, name = ''] = parts.length === 2 ? parts : [undefined, value];
  const ofName = name === '' ? ['must be non-empty', labelNameProblem] : labelNameRule(name);
  const ofPrefix = prefix === undefined ? none : prefix === '' ? ['must be non-empty'] : labelPrefixRule(prefix);
  if (ofName.length === 0 && ofPrefix.length === 0) return none;
  return [...ofPrefix.map((problem) => `prefix part ${problem}`), ...ofName.map((problem) => `name part ${problem}`)];
}

export const checkLabelValue = rule({
  pattern: labelValue,
  problem: patternProblem(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    labelValue,
    'MyValue',
    'my_value',
    '12345',
  ),
  maxLength: 63,
  unit: 'bytes',
});

export const checkCIdentifier = rule({
  pattern: cIdentifier,
  problem: patternProblem(
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
    cIdentifier,
    'my_name',
    'MY_NAME',
    'MyName',
  ),
});

export const checkHttpHeaderName = rule({
  pattern: httpHeaderName,
  problem: patternProblem("a valid HTTP header must consist of alphanumeric characters or '-'", httpHeaderName, 'X-Header-Name'),
});

export const checkPercent = rule({
  pattern: percent,
  problem: patternProblem("a valid percent string must be a numeric string followed by an ending '%'", percent, '1%', '93%'),
});

const envVarRule = rule({
  pattern: envVarName,
  problem: patternProblem(
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
    envVarName,
    'my.env-name',
    'MY_ENV.NAME',
    'MyEnvName1',
  ),
});

export const checkEnvVarName = (value: string): Problems => [...envVarRule(value), ...parentDirectory(value)];

/** What containers may be given: anything printable but an equals sign. */
export function checkRelaxedEnvVarName(value: string): Problems {
  if (value === '') return ['environment variable name must be non-empty'];
  return /^[ -<>-~]*$/.test(value)
    ? none
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

const configMapKeyRule = rule({
  pattern: configMapKey,
  problem: patternProblem(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    configMapKey,
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
  maxLength: 253,
});

/** Keys of config maps and secrets, which become file names. */
export const checkConfigMapKey = (value: string): Problems => [...configMapKeyRule(value), ...parentDirectory(value)];

function parentDirectory(value: string): Problems {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : none;
}

export function checkPortName(port: string): Problems {
  const problems: string[] = [];
  if (Buffer.byteLength(port) > 15) problems.push(tooLong(15));
  if (!/^[-a-z0-9]+$/.test(port)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(port)) problems.push('must contain at least one letter (a-z)');
  if (port.includes('--')) problems.push('must not contain consecutive hyphens');
  if (port.startsWith('-') || port.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

export const checkRange = (value: number, low: number, high: number): Problems =>
  value >= low && value <= high ? none : [notInRange(low, high)];

export const checkPortNumber = (port: number): Problems => checkRange(port, 1, 65_535);

/** Users and groups alike. */
export const checkUserId = (id: number): Problems => checkRange(id, 0, 2_147_483_647);
