import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { configMaps, startServer, type Answered, type Server } from '../support/in-process.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const merge = { 'content-type': 'application/merge-patch+json' };

/** A write of one object: it is set to a color, whether it is there or not, or deleted. */
const write = fc.record({ name: fc.constantFrom(...names), color: fc.constantFrom('red', 'blue', undefined) });
type Write = { readonly name: string; readonly color: string | undefined };

/** The colors of all objects by their name. */
type State = Readonly<Record<string, string>>;

/** Writes to the server, and gives the version it is at then. */
async function apply(server: Server, { name, color }: Write): Promise<number> {
  if (color === undefined) await server.ask(`DELETE ${configMaps}/${name}`);
  else {
    const body = { metadata: { name, labels: { color } } };
    const created = await server.ask(`POST ${configMaps}`, { body });
    if (created.code === 409) await server.ask(`PATCH ${configMaps}/${name}`, { body, headers: merge });
  }
  return Number((await list(server)).metadata.resourceVersion);
}

async function list(server: Server, query = ''): Promise<Answered> {
  const { code, body } = await server.ask(`GET ${configMaps}${query}`);
  assert.equal(code, 200, body.message ?? '');
  return body;
}

const stateOf = ({ items = [] }: Answered): State =>
  Object.fromEntries(items.map(({ metadata: { name, labels } }) => [name ?? '', labels?.['color'] ?? '']));

const after = (state: State, { name, color }: Write): State => {
  const { [name]: _, ...others } = state;
  return color === undefined ? others : { ...others, [name]: color };
};

/** What a watch told so far makes of the state it began with. Fails when it tells what cannot be. */
function told(state: State, type: string, { metadata: { name = '', labels } }: Answered): State {
  assert.equal(name in state, type !== 'ADDED', `${type} ${name} after ${JSON.stringify(state)}`);
  return after(state, { name, color: type === 'DELETED' ? undefined : labels?.['color'] });
}

test('from every version a watch tells exactly what makes of the list then the list now, whatever is selected', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(undefined, 'red', 'blue'),
      async (writes, selected) => {
        await using server = await startServer();
        let state: State = {};
        const versions: { version: number; state: State }[] = [{ version: Number((await list(server)).metadata.resourceVersion), state }];
        for (const each of writes) {
          const version = await apply(server, each);
          state = after(state, each);
          versions.push({ version, state });
        }
        assert.deepEqual(stateOf(await list(server)), state);
        const query = selected ? `&labelSelector=color%3D${selected}` : '';
        const only = (all: State): State => Object.fromEntries(Object.entries(all).filter(([, color]) => !selected || color === selected));
        // Marks the end of what is told: it matches whatever is selected.
        await server.ask(`POST ${configMaps}`, { body: { metadata: { name: 'end', labels: { color: selected ?? '' } } } });
        for (const from of versions) {
          await using watch = await server.watch(`${configMaps}?watch=1&resourceVersion=${from.version}${query}`);
          let seen = only(from.state);
          let version = from.version;
          for (let event = await watch.next(); event && event.object.metadata.name !== 'end'; event = await watch.next()) {
            assert(Number(event.object.metadata.resourceVersion) > version, 'versions only rise');
            version = Number(event.object.metadata.resourceVersion);
            seen = told(seen, event.type, event.object);
          }
          assert.deepEqual(seen, only(state));
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('all pages together are the whole list as it was at the first, whoever writes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(write, { maxLength: 10 }),
      fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 4 }),
      async (before, between, limit) => {
        await using server = await startServer();
        for (const each of before) await apply(server, each);
        const whole = await list(server);
        const items: Answered[] = [];
        let next: string | undefined;
        let page = 0;
        do {
          const body: Answered = await list(server, `?limit=${limit}${next ? `&continue=${next}` : ''}`);
          items.push(...(body.items ?? []));
          const { continue: more, remainingItemCount = 0, resourceVersion } = body.metadata;
          assert.equal(resourceVersion, whole.metadata.resourceVersion);
          assert.equal(remainingItemCount, (whole.items?.length ?? 0) - items.length);
          next = more;
          for (const each of between[page++] ?? []) await apply(server, each);
        } while (next !== undefined);
        assert.deepEqual(items, whole.items);
      },
    ),
    { numRuns: 25 },
  );
});

const managers = ['ann', 'bob', 'cat'];
const keys = ['x', 'y', 'z'];
const values = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('1', '2'), { minKeys: 1, noNullPrototype: true });
const action = fc.record({
  manager: fc.constantFrom(...managers),
  type: fc.constantFrom('apply', 'force', 'update'),
  values,
});

interface Owned {
  readonly data: Readonly<Record<string, string>>;
  /** Who owns a field, as `manager by apply` or `manager by update`. */
  readonly owners: Readonly<Record<string, ReadonlySet<string>>>;
}

const ownersOf = ({ owners }: Owned, key: string): ReadonlySet<string> => owners[key] ?? new Set();

/** Applying by the rules of server-side apply, key by key: undefined when there is a conflict. */
function applied(owned: Owned, self: string, wanted: Readonly<Record<string, string>>, force: boolean): Owned | undefined {
  const data: Record<string, string> = {};
  const owners: Record<string, ReadonlySet<string>> = {};
  for (const key of keys) {
    const [now, next, own] = [owned.data[key], wanted[key], ownersOf(owned, key)];
    const others = new Set([...own].filter((owner) => owner !== self));
    if (next === undefined) {
      // What one no longer applies goes with its last owner.
      if (now === undefined || (own.has(self) && others.size === 0)) continue;
      data[key] = now;
      owners[key] = others;
      continue;
    }
    if (now !== undefined && now !== next && others.size > 0 && !force) return undefined;
    data[key] = next;
    owners[key] = now === next ? new Set([...others, self]) : new Set([self]);
  }
  return { data, owners };
}

/** An update makes everything that it changes one's own, and takes what it removes from everybody. */
function updated(owned: Owned, self: string, wanted: Readonly<Record<string, string>>): Owned {
  const owners = Object.entries(wanted).map(
    ([key, value]) => [key, owned.data[key] === value ? ownersOf(owned, key) : new Set([self])] as const,
  );
  return { data: wanted, owners: Object.fromEntries(owners) };
}

function recorded({ body }: { body: Answered }): Owned {
  const owners: Record<string, Set<string>> = {};
  for (const { manager = '', operation = '', fieldsV1 } of body.metadata.managedFields ?? []) {
    const fields = ((fieldsV1 ?? {}) as { 'f:data'?: object })['f:data'] ?? {};
    for (const field of Object.keys(fields))
      if (field !== '.') (owners[field.slice(2)] ??= new Set()).add(`${manager} by ${operation.toLowerCase()}`);
  }
  return { data: body.data ?? {}, owners };
}

const withOwners = ({ data, owners }: Owned) => ({
  data,
  owners: Object.fromEntries(keys.flatMap((key) => (owners[key]?.size ? [[key, [...owners[key]].toSorted()]] : []))),
});

test('who owns what after any applies and updates is what the rules say, key by key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 10 }), async (actions) => {
      await using server = await startServer();
      const path = `${configMaps}/shared`;
      await server.ask(`POST ${configMaps}?fieldManager=zoe`, { body: { metadata: { name: 'shared', labels: { kept: 'yes' } } } });
      let owned: Owned = { data: {}, owners: {} };
      for (const { manager, type, values: wanted } of actions) {
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared', labels: { kept: 'yes' } }, data: wanted };
        if (type === 'update') {
          assert.equal((await server.ask(`PUT ${path}?fieldManager=${manager}`, { body: object })).code, 200);
          owned = updated(owned, `${manager} by update`, wanted);
        } else {
          const expected = applied(owned, `${manager} by apply`, wanted, type === 'force');
          const headers = { 'content-type': 'application/apply-patch+yaml' };
          const { code, body } = await server.ask(`PATCH ${path}?fieldManager=${manager}&force=${type === 'force'}`, {
            body: object,
            headers,
          });
          assert.equal(code, expected ? 200 : 409, body.message ?? '');
          if (!expected)
            assert(
              (body.details?.causes ?? []).every(
                ({ reason, field = '' }) => reason === 'FieldManagerConflict' && field.startsWith('.data.'),
              ),
            );
          owned = expected ?? owned;
        }
        assert.deepEqual(withOwners(recorded(await server.ask(`GET ${path}`))), withOwners(owned));
      }
    }),
    { numRuns: 60 },
  );
});
