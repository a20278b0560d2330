import { createPrivateKey, X509Certificate } from 'node:crypto';
import { jsonProblem } from '../../base/json-problem.ts';
import type { Field, FieldError, FieldErrors } from '../../model/field.ts';
import { validateConfigMapKey } from '../field-checks.ts';
import { maxDataBytes } from './immutable-data.ts';
import type { Secret } from './secret.ts';

export function* validateSecret(secret: Readonly<Secret>, field: Field): FieldErrors {
  const { data = {} } = secret;
  const at = field.at('data');
  let sizeBytes = 0;
  for (const [key, value] of Object.entries(data)) {
    yield* validateConfigMapKey(key, at.key(key));
    sizeBytes += Buffer.byteLength(value, 'base64');
  }
  if (sizeBytes > maxDataBytes) yield at.tooLong(maxDataBytes);
  yield* validateContent(secret, data, field);
}

/** What a secret of a known type has to hold. */
function* validateContent({ type, metadata }: Readonly<Secret>, data: Readonly<Record<string, string>>, field: Field): FieldErrors {
  const required = (...keys: string[]): FieldError[] =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => field.at('data').key(key).required());
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const key = 'kubernetes.io/service-account.name';
      if (!metadata.annotations?.[key]) yield field.at('metadata', 'annotations').key(key).required();
      return;
    }
    case 'kubernetes.io/dockercfg':
      yield* validateJson('.dockercfg', data, field);
      return;
    case 'kubernetes.io/dockerconfigjson':
      yield* validateJson('.dockerconfigjson', data, field);
      return;
    case 'kubernetes.io/basic-auth':
      if (required('username', 'password').length === 2) yield* required('username', 'password');
      return;
    case 'kubernetes.io/ssh-auth':
      if (!data['ssh-privatekey']) yield field.at('data').key('ssh-privatekey').required();
      return;
    case 'kubernetes.io/tls':
      yield* required('tls.crt', 'tls.key');
      return;
    default:
  }
}

function* validateJson(key: string, data: Readonly<Record<string, string>>, field: Field): FieldErrors {
  const at = field.at('data').key(key);
  const value = data[key];
  if (value === undefined) {
    yield at.required();
    return;
  }
  const text = Buffer.from(value, 'base64').toString();
  const problem = jsonProblem(text) ?? notAnObject(JSON.parse(text));
  if (problem !== undefined) yield at.invalid('<secret contents redacted>', problem);
}

function notAnObject(value: unknown): string | undefined {
  if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${found} into Go value of type map[string]interface {}`;
}

/** A certificate and a key that do not belong together are stored, but whoever stores them should know. */
export function* secretWarnings({ type, data = {} }: Readonly<Secret>): Iterable<string> {
  if (type !== 'kubernetes.io/tls') return;
  const problem = keyPairProblem(decoded(data['tls.crt']), decoded(data['tls.key']));
  if (problem !== undefined) yield problem;
}

const decoded = (value = ''): string => Buffer.from(value, 'base64').toString();

function keyPairProblem(certificate: string, key: string): string | undefined {
  if (!/-----BEGIN CERTIFICATE-----/.test(certificate)) return 'tls: failed to find any PEM data in certificate input';
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key)) return 'tls: failed to find any PEM data in key input';
  try {
    const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return matches ? undefined : 'tls: private key does not match public key';
  } catch {
    return 'tls: failed to parse private key';
  }
}
