import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '../errors.ts';
import type { KubeObject } from '../kind.ts';
import type { ManagedFieldsEntry } from '../meta.ts';
import { decode } from '../decode.ts';
import { ConfigMap } from '../../kinds/core/config-map.ts';
import { Deployment } from '../../kinds/apps/deployment/index.ts';
import { Pod } from '../../kinds/core/pod/index.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyPatch } from './apply.ts';
import { updateManagedFields } from './managed-fields.ts';

/** Plays the server for one object: just what belongs to ownership. */
class Stored {
  object: KubeObject | undefined;
  readonly #kind: typeof ConfigMap | typeof Pod | typeof Deployment;
  #now = 0;

  constructor(kind: typeof ConfigMap | typeof Pod | typeof Deployment, object?: object) {
    this.#kind = kind;
    if (object) this.update('creator', object);
  }

  apply(manager: string, patch: object, { force = false, subresource = '' } = {}): void {
    const { schema, kind, group, version } = this.#kind;
    const apiVersion = group ? `${group}/${version}` : version;
    const next = applyPatch({
      live: this.object,
      patch: { apiVersion, kind, ...patch },
      manager,
      force,
      subresource,
      apiVersion,
      kind,
      nowTimestamp: this.#tick(),
      schema,
    });
    this.object = frozen(decode<KubeObject>(schema, next).object);
  }

  update(manager: string, object: object, subresource = ''): void {
    const { schema, group, version } = this.#kind;
    const next = decode<KubeObject>(schema, object).object;
    const apiVersion = group ? `${group}/${version}` : version;
    updateManagedFields({ live: this.object, next, manager, subresource, apiVersion, nowTimestamp: this.#tick(), schema });
    this.object = frozen(structuredClone(next));
  }

  patch(manager: string, patch: object, subresource = ''): void {
    this.update(manager, applyMergePatch(this.object, patch) as object, subresource);
  }

  get managed(): readonly ManagedFieldsEntry[] {
    return this.object?.metadata.managedFields ?? [];
  }

  owners(): Record<string, unknown> {
    return Object.fromEntries(this.managed.map(({ manager, fieldsV1 }) => [manager, fieldsV1]));
  }

  #tick(): string {
    return `2024-01-01T00:00:${String(++this.#now).padStart(2, '0')}Z`;
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

function refusal(run: () => unknown): ApiError['status'] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.status;
  }
  return assert.fail('was accepted');
}

const data = (entries: object) => ({ metadata: { name: 'a' }, data: entries });

test('several managers share a config map as they do upstream', () => {
  const map = new Stored(ConfigMap);
  map.apply('one', data({ x: '1', y: '1' }));
  assert.deepEqual(map.managed, [
    {
      manager: 'one',
      operation: 'Apply',
      apiVersion: 'v1',
      time: '2024-01-01T00:00:01Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:x': {}, 'f:y': {} } },
    },
  ]);

  map.apply('one', data({ x: '1', y: '1' }));
  assert.equal(map.managed[0]?.time, '2024-01-01T00:00:01Z', 'nothing changed, so the time did not move');

  const { code, message, reason, details } = refusal(() => map.apply('two', data({ x: '2' })));
  assert.deepEqual(
    { code, message, reason, details },
    {
      code: 409,
      message: 'Apply failed with 1 conflict: conflict with "one": .data.x',
      reason: 'Conflict',
      details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.x' }] },
    },
  );

  map.apply('two', data({ x: '2' }), { force: true });
  assert.deepEqual(map.owners(), { one: { 'f:data': { 'f:y': {} } }, two: { 'f:data': { 'f:x': {} } } });

  map.apply('one', data({ y: '1' }));
  map.apply('one', data({}));
  assert.deepEqual(map.object && 'data' in map.object && map.object.data, { x: '2' });
  assert.deepEqual(map.owners(), { one: { 'f:data': {} }, two: { 'f:data': { 'f:x': {} } } });

  map.apply('three', data({ x: '2', z: '1' }));
  assert.deepEqual(map.owners(), {
    one: { 'f:data': {} },
    two: { 'f:data': { 'f:x': {} } },
    three: { 'f:data': { 'f:x': {}, 'f:z': {} } },
  });

  map.patch('editor', { data: { x: '5' } });
  assert.deepEqual(map.owners(), { one: { 'f:data': {} }, three: { 'f:data': { 'f:z': {} } }, editor: { 'f:data': { 'f:x': {} } } });
  assert.equal(
    refusal(() => map.apply('two', data({ x: '2' }))).message,
    'Apply failed with 1 conflict: conflict with "editor" using v1: .data.x',
  );

  map.update('putter', { metadata: { name: 'a' }, data: { only: 'this' } });
  assert.deepEqual(map.owners(), { one: { 'f:data': {} }, putter: { 'f:data': { 'f:only': {} } } });

  map.patch('anyone', { metadata: { managedFields: [{}] } });
  assert.deepEqual(map.managed, []);
  map.patch('anyone', { data: { more: '1' } });
  assert.deepEqual(map.managed, [], 'once they are reset, only an apply brings them back');
  map.apply('late', data({ z: '1' }));
  assert.deepEqual(map.owners(), {
    'before-first-apply': { 'f:data': { '.': {}, 'f:more': {}, 'f:only': {} } },
    late: { 'f:data': { 'f:z': {} } },
  });
});

test('conflicts with several managers are told one by one', () => {
  const map = new Stored(ConfigMap);
  map.apply('b', data({ x: '1', y: '1' }));
  map.apply('a', data({ z: '1' }));
  const { message, details } = refusal(() => map.apply('c', data({ z: '2', y: '2', x: '2' })));
  assert.equal(message, 'Apply failed with 3 conflicts: conflicts with "a":\n- .data.z\nconflicts with "b":\n- .data.x\n- .data.y');
  assert.deepEqual(
    details?.causes?.map(({ field }) => field),
    ['.data.z', '.data.x', '.data.y'],
  );
});

test('what cannot be applied is refused in the words of upstream', () => {
  const map = new Stored(ConfigMap, data({ x: '1' }));
  const message = (patch: object) => refusal(() => map.apply('m', patch)).message;
  assert.equal(message({ apiVersion: undefined }), 'invalid object type: /, Kind=ConfigMap');
  assert.equal(message({ metadata: { name: 'a', managedFields: [] } }), 'metadata.managedFields must be nil');
  assert.equal(
    message({ metadata: { name: 'a' }, bogus: 1 }),
    'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .bogus: field not declared in schema',
  );
  assert.equal(refusal(() => map.apply('m', { bogus: 1 })).reason, undefined);
  assert.equal(
    message(data({ a: 1 })),
    'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
  );

  const pod = new Stored(Pod);
  const duplicate = { metadata: { name: 'p', namespace: 'n' }, spec: { containers: [{ name: 'c' }, { name: 'c' }], hostname: 5 } };
  assert.equal(
    refusal(() => pod.apply('m', duplicate)).message,
    'failed to create typed patch object (n/p; /v1, Kind=Pod): errors:\n  .spec.containers: duplicate entries for key [name="c"]\n  .spec.hostname: expected string, got &value.valueUnstructured{Value:5}',
  );
});

const container = (name: string, fields: object = {}) => ({ name, image: 'x', ...fields });
const pod = (spec: object, rest: object = {}) => ({ metadata: { name: 'p' }, spec, ...rest });

test('an item of a list that is no longer applied goes, unless somebody else has fields in it', () => {
  const stored = new Stored(Pod);
  const names = () =>
    ((stored.object as { spec?: { containers?: { name: string }[] } } | undefined)?.spec?.containers ?? []).map(({ name }) => name);
  stored.apply('one', pod({ containers: [container('a'), container('b'), container('c')] }));
  stored.apply('two', pod({ containers: [{ name: 'b', workingDir: '/tmp' }] }));
  stored.apply('one', pod({ containers: [container('c'), container('n')] }));
  assert.deepEqual(names(), ['b', 'c', 'n']);
  assert.deepEqual((stored.object as unknown as { spec: { containers: object[] } }).spec.containers[0], {
    name: 'b',
    workingDir: '/tmp',
    resources: {},
  });
});

test('the order of what is applied is kept, and the rest stays in its place', () => {
  const stored = new Stored(Pod, pod({ containers: ['a', 'b', 'c', 'd'].map((name) => container(name)) }));
  const names = () =>
    (stored.object as unknown as { spec: { containers: { name: string }[] } }).spec.containers.map(({ name }) => name).join('');
  stored.apply('m', pod({ containers: [container('d'), container('new'), container('b')] }), { force: true });
  assert.equal(names(), 'acdnewb');
});

test('ports are told apart by number and protocol, whether or not the protocol is given', () => {
  const stored = new Stored(Pod);
  stored.apply('m', pod({ containers: [container('c', { ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }] })] }));
  const ports = (stored.owners()['m'] as Record<string, Record<string, Record<string, Record<string, object>>>>)['f:spec']?.[
    'f:containers'
  ]?.['k:{"name":"c"}']?.['f:ports'];
  assert.deepEqual(Object.keys(ports ?? {}), ['k:{"containerPort":53,"protocol":"TCP"}', 'k:{"containerPort":53,"protocol":"UDP"}']);
});

test('the status belongs to those who set it through its subresource', () => {
  const stored = new Stored(Pod, pod({ containers: [container('c')] }));
  stored.patch('kubelet', { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } }, 'status');
  const before = stored.managed;
  assert.deepEqual(before.at(-1), {
    manager: 'kubelet',
    operation: 'Update',
    apiVersion: 'v1',
    time: '2024-01-01T00:00:02Z',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:status': {
        'f:phase': {},
        'f:conditions': {
          '.': {},
          'k:{"type":"Ready"}': { '.': {}, 'f:type': {}, 'f:status': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {} },
        },
      },
    },
    subresource: 'status',
  });
  stored.patch('kubelet', { status: { phase: 'Running' } }, 'status');
  assert.deepEqual(stored.managed, before, 'without a change nothing moves');
  stored.patch('kubelet', { status: { conditions: [{ type: 'Ready', status: 'True' }] } }, 'status');
  assert.deepEqual(stored.managed.at(-1)?.fieldsV1, before.at(-1)?.fieldsV1);
  assert.equal(stored.managed.at(-1)?.time, '2024-01-01T00:00:04Z');
  stored.patch('someone', { status: { phase: 'Failed' } });
  assert.equal(stored.managed.length, 2, 'the status is not theirs to set');
});

test('atomic parts have one owner as a whole', () => {
  const selector = { matchLabels: { app: 'a' } };
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [container('c')], nodeSelector: { disk: 'ssd' } } };
  const stored = new Stored(Deployment);
  stored.apply('m', { metadata: { name: 'd' }, spec: { replicas: 1, selector, template } });
  assert.deepEqual(stored.owners()['m'], {
    'f:spec': {
      'f:replicas': {},
      'f:selector': {},
      'f:template': {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:name': {}, 'f:image': {} } }, 'f:nodeSelector': {} },
      },
    },
  });
});

test('kubectl takes over without force what it applied on the client side', () => {
  const lastApplied = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: '1' } });
  const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
  const map = new Stored(ConfigMap);
  map.update('kubectl-client-side-apply', { metadata: { name: 'a', annotations: { [annotation]: lastApplied } }, data: { x: '1' } });
  assert.equal(refusal(() => map.apply('other', data({ x: '2' }))).code, 409);
  map.apply('kubectl', data({ x: '2' }));
  assert.equal(
    map.object?.metadata.annotations?.[annotation],
    '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","annotations":{}},"data":{"x":"2"}}\n'.replace(',"annotations":{}', ''),
  );
});

test('more than ten updaters are gathered, the oldest first', () => {
  const map = new Stored(ConfigMap, data({ first: 'v' }));
  for (let index = 0; index < 14; index++) map.patch(`m${String(index).padStart(2, '0')}`, { data: { [`k${index}`]: 'v' } });
  assert.equal(map.managed.length, 10);
  assert.equal(map.managed[0]?.manager, 'ancient-changes');
  const owned = Object.keys((map.owners()['ancient-changes'] as Record<string, object>)['f:data'] ?? {});
  assert.deepEqual(owned.toSorted(), ['.', 'f:first', 'f:k0', 'f:k1', 'f:k2', 'f:k3', 'f:k4']);
});

test('an object is created from what is applied, with nothing but that', () => {
  const stored = new Stored(Pod);
  stored.apply('m', pod({ containers: [container('c')] }));
  assert.deepEqual(stored.owners(), {
    m: { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } },
  });
});
