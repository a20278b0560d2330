import { validateDataKept } from './immutable-data.ts';
import { secretWarnings, validateSecret } from './secret-validation.ts';
import { defineKind, type Kind, type KubeObject } from '../../model/kind.ts';
import { boolean, map, string } from '../../model/schema.ts';

export interface Secret extends KubeObject {
  data?: Record<string, string>;
  type?: string;
  /** Only in what clients write: goes into `data`. */
  stringData?: Record<string, string>;
  immutable?: boolean;
}

export const Secret: Kind<Secret> = defineKind({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
  schema: 'io.k8s.api.core.v1.Secret',
  description:
    'Passwords, tokens, keys and the like, for pods to read as files or environment variables. Who may read Secrets of a namespace, or create pods there, has them all.',
  fields: {
    immutable: boolean(5, 'True forbids any change of the data for good. Nodes need not watch it then; to change it, make another.'),
    data: map(2, 'bytes', 'Values by key, in base64, which hides nothing. All together hold 1 MiB at most.'),
    stringData: map(
      4,
      'string',
      'Values as plain text, for convenience when writing: the server moves them into data and never shows them.',
    ),
    type: string(
      3,
      'What the Secret is for, such as kubernetes.io/tls; decides which keys it must have. Opaque unless given. It cannot be changed.',
    ),
  },
  defaults(secret) {
    secret.type ||= 'Opaque';
    mergeStringData(secret);
  },
  prepareUpdate(next, previous) {
    if (!next.type && previous.type) next.type = previous.type;
  },
  ruleOrder: { update: ['metadataChange', 'change', 'metadata', 'object'] },
  validate: validateSecret,
  *validateUpdate(next, previous, field) {
    if (next.type !== previous.type) yield field.at('type').invalid(next.type ?? '', 'field is immutable');
    yield* validateDataKept(next, previous, field);
  },
  warnings: secretWarnings,
  columns: [
    { name: 'Type', description: 'What the secret is for.', value: ({ type }) => type ?? '' },
    { name: 'Data', description: 'How many entries there are.', value: ({ data }) => Object.keys(data ?? {}).length },
  ],
  selectableFields: [{ path: 'type', value: ({ type }) => type ?? '' }],
});

function mergeStringData(secret: Secret): void {
  const { stringData } = secret;
  if (!stringData) return;
  secret.data = { ...secret.data };
  for (const [key, value] of Object.entries(stringData)) secret.data[key] = Buffer.from(value).toString('base64');
  delete secret.stringData;
}
