import type { Field, FieldErrors } from './field.ts';
import { checkDnsLabel, checkDnsSubdomain, checkLabelKey, patternProblem } from './names.ts';

/** A domain of at least three parts, e.g. the name of a webhook. */
export function* validateFullyQualifiedName(name: string, field: Field): FieldErrors {
  if (name === '') {
    yield field.required();
    return;
  }
  const problems = checkDnsSubdomain(name);
  if (problems.length > 0) {
    yield field.invalid(name, problems.join(','));
    return;
  }
  if (name.split('.').length < 3) yield field.invalid(name, 'should be a domain with at least three segments separated by dots');
}

/** A domain of at least two parts, perhaps with a dot at its end. */
export function* validateFullyQualifiedDomainName(given: string, field: Field): FieldErrors {
  if (given === '') {
    yield field.required();
    return;
  }
  const name = given.endsWith('.') ? given.slice(0, -1) : given;
  const problems = checkDnsSubdomain(name);
  if (problems.length > 0) {
    yield field.invalid(name, problems.join(','));
    return;
  }
  if (name.split('.').length < 2) {
    yield field.invalid(name, 'should be a domain with at least two segments separated by dots');
    return;
  }
  for (const label of name.split('.')) {
    const wrong = checkDnsLabel(label);
    if (wrong.length > 0) {
      yield field.invalid(label, wrong.join(','));
      return;
    }
  }
}

const httpPath = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const isHttpPath = new RegExp(`^${httpPath}$`);

/** E.g. `acme.io/foo`, where what follows the domain is a path. */
export function* validateDomainPrefixedPath(path: string, field: Field): FieldErrors {
  if (path === '') {
    yield field.required();
    return;
  }
  const slash = path.indexOf('/');
  const host = path.slice(0, Math.max(slash, 0));
  const rest = path.slice(slash + 1);
  if (slash < 0 || host === '' || rest === '') {
    yield field.invalid(path, 'must be a domain-prefixed path (such as "acme.io/foo")');
    return;
  }
  for (const problem of checkDnsSubdomain(host)) yield field.invalid(host, problem);
  if (!isHttpPath.test(rest)) yield field.invalid(rest, patternProblem('Invalid path', httpPath));
}

/** E.g. `acme.io/foo`, where what follows the domain is a name. */
export function* validateDomainPrefixedKey(key: string, field: Field): FieldErrors {
  if (key === '') {
    yield field.required();
    return;
  }
  const problems = checkLabelKey(key);
  for (const problem of problems) yield field.invalid(key, problem);
  if (problems.length === 0 && !key.includes('/')) {
    yield field.invalid(key, 'must be a domain-prefixed key (such as "acme.io/foo")');
  }
}
