import type { Field, FieldErrors } from '../../../model/field.ts';
import { checkDnsLabel, checkDnsSubdomain, checkPathSegment, checkWildcardDnsSubdomain } from '../../../model/names.ts';
import type { TypedLocalObjectReference } from '../../core/reference.ts';
import { allInvalid, validateDnsSubdomain, validatePortName, validatePortNumber } from '../../field-checks.ts';
import { isIp } from '../../ip-validation.ts';
import type { HTTPIngressPath, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec, IngressTLS } from './schema.ts';

const pathTypes: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix'];
/** What proxies could read in different ways. */
const ambiguousParts: readonly string[] = ['//', '/./', '/../', '%2f', '%2F'];
const ambiguousEnds: readonly string[] = ['/..', '/.'];

export function* validateIngressSpec({ defaultBackend, rules, tls, ingressClassName }: Readonly<IngressSpec>, field: Field): FieldErrors {
  if (!rules?.length && !defaultBackend) {
    yield field.invalid(rules ?? null, 'either `defaultBackend` or `rules` must be specified');
  }
  if (defaultBackend) yield* validateBackend(defaultBackend, field.at('defaultBackend'));
  for (const [index, rule] of rules?.entries() ?? []) yield* validateRule(rule, field.at('rules', index));
  for (const [index, entry] of tls?.entries() ?? []) yield* validateTls(entry, field.at('tls', index));
  if (ingressClassName !== undefined) yield* validateDnsSubdomain(ingressClassName, field.at('ingressClassName'));
}

function* validateTls({ hosts, secretName }: IngressTLS, field: Field): FieldErrors {
  for (const [index, host] of hosts?.entries() ?? []) yield* allInvalid(host, checkHost(host), field.at('hosts', index));
  if (secretName) yield* validateDnsSubdomain(secretName, field.at('secretName'));
}

const checkHost = (host: string): readonly string[] => (host.includes('*') ? checkWildcardDnsSubdomain(host) : checkDnsSubdomain(host));

function* validateRule({ host, http }: IngressRule, field: Field): FieldErrors {
  if (host) {
    if (isIp(host)) yield field.at('host').invalid(host, 'must be a DNS name, not an IP address');
    yield* allInvalid(host, checkHost(host), field.at('host'));
  }
  if (!http) return;
  const paths = field.at('http', 'paths');
  if (!http.paths?.length) yield paths.required();
  for (const [index, path] of http.paths?.entries() ?? []) yield* validatePath(path, paths.at(index));
}

function* validatePath({ path = '', pathType, backend }: HTTPIngressPath, field: Field): FieldErrors {
  const at = field.at('path');
  if (!pathType) {
    yield field.at('pathType').required('pathType must be specified');
    return;
  }
  if (!pathTypes.includes(pathType)) yield field.at('pathType').notSupported(pathType, pathTypes);
  if (!path.startsWith('/') && pathTypes.includes(pathType) && (path || pathType !== 'ImplementationSpecific')) {
    yield at.invalid(path, 'must be an absolute path');
  }
  if (pathType === 'Exact' || pathType === 'Prefix') {
    for (const part of ambiguousParts) if (path.includes(part)) yield at.invalid(path, `must not contain '${part}'`);
    for (const end of ambiguousEnds) if (path.endsWith(end)) yield at.invalid(path, `cannot end with '${end}'`);
  }
  yield* validateBackend(backend, field.at('backend'));
}

function* validateBackend({ resource, service }: IngressBackend, field: Field): FieldErrors {
  if (resource && service) yield field.invalid('', 'cannot set both resource and service backends');
  else if (resource) yield* validateResource(resource, field.at('resource'));
  else if (service) yield* validateService(service, field);
  else yield field.invalid('', 'resource or service backend is required');
}

function* validateService({ name, port: { name: portName, number } = {} }: IngressServiceBackend, field: Field): FieldErrors {
  const at = field.at('service', 'name');
  if (!name) yield at.required();
  else yield* allInvalid(name, checkDnsLabel(name), at);
  if (portName && number) yield field.invalid('', 'cannot set both port name & port number');
  else if (portName) yield* validatePortName(portName, field.at('service', 'port', 'name'));
  else if (number) yield* validatePortNumber(number, field.at('service', 'port', 'number'));
  else yield field.required('port name or number is required');
}

function* validateResource({ apiGroup, kind, name }: TypedLocalObjectReference, field: Field): FieldErrors {
  if (typeof apiGroup === 'string') yield* validateDnsSubdomain(apiGroup, field.at('apiGroup'));
  yield* validateSegment(kind, field.at('kind'));
  yield* validateSegment(name, field.at('name'));
}

/** Something that becomes part of a path of the API. */
export function* validateSegment(value: string | undefined, field: Field): FieldErrors {
  if (!value) yield field.required();
  else yield* allInvalid(value, checkPathSegment(value), field);
}
