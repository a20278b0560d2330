import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { planService } from '../services/service-plan.ts';
import { at, service, slice } from '../testing/objects.ts';
import { addressFamilies } from './address-family.ts';
import { RuleCollector } from './rule-collector.ts';
import { RuleTable, type TableChanges, type TableContents } from './rule-table.ts';

const context = { family: addressFamilies[4], nodeName: 'node-1', zone: 'a', nodeAddresses: ['192.168.0.1'], podCidr: '10.244.0.0/16' };
const addresses = ['10.244.1.1', '10.244.1.2', '10.244.2.1'];

const endpointShape = fc.record({
  address: fc.constantFrom(...addresses),
  nodeName: fc.constantFrom('node-1', 'node-2'),
  conditions: fc.record({ ready: fc.boolean(), serving: fc.boolean(), terminating: fc.boolean() }),
});

/** Few values each, so that services come to share addresses, ports and endpoints. */
const serviceShape = fc.record({
  type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const),
  externalIPs: fc.subarray(['1.1.1.1', '2.2.2.2']),
  sessionAffinity: fc.constantFrom('None' as const, 'ClientIP' as const),
  externalTrafficPolicy: fc.constantFrom('Cluster' as const, 'Local' as const),
  internalTrafficPolicy: fc.constantFrom('Cluster' as const, 'Local' as const),
  nodePort: fc.constantFrom(30_001, 30_002),
  endpoints: fc.array(endpointShape, { maxLength: 3 }),
});

const step = fc.record({ name: fc.constantFrom('a', 'b', 'c'), shape: fc.option(serviceShape) });

function rulesOf(name: string, { nodePort, endpoints, ...spec }: typeof serviceShape extends fc.Arbitrary<infer Shape> ? Shape : never) {
  const ports = [{ name: 'http', protocol: 'TCP' as const, port: 80, targetPort: 8080, ...(spec.type === 'NodePort' && { nodePort }) }];
  const object = service(name, { ...spec, ports, clusterIP: `10.96.0.${name.charCodeAt(0)}` });
  const slices = [
    slice(
      name,
      endpoints.map(({ address, ...more }) => at(address, more)),
      { service: name },
    ),
  ];
  return planService(object, slices, context)?.rules;
}

/** What the kernel would have after the changes. Fails when they are not from what it has. */
function applied(before: TableContents, changes: TableChanges): TableContents {
  const part = <T>(have: ReadonlyMap<string, T>, list: TableChanges['chains' | 'affinitySets'] | readonly unknown[]) => {
    const next = new Map(have);
    // Each list is of the type of its part.
    for (const { name, before, after } of list as readonly { name: string; before: T | undefined; after: T | undefined }[]) {
      assert.deepEqual(have.get(name), before);
      assert.notDeepEqual(before, after);
      if (after === undefined) next.delete(name);
      else next.set(name, after);
    }
    return next;
  };
  return {
    chains: part(before.chains, changes.chains),
    affinitySets: part(before.affinitySets, changes.affinitySets),
    elements: new Map([...before.elements].map(([container, have]) => [container, part(have, changes.elements.get(container) ?? [])])),
  };
}

const copyOf = ({ chains, affinitySets, elements }: TableContents): TableContents => ({
  chains: new Map(chains),
  affinitySets: new Map(affinitySets),
  elements: new Map([...elements].map(([container, values]) => [container, new Map(values)])),
});

test('changes sent one after another lead to the same table as all at once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }), (rounds) => {
      const table = new RuleTable();
      const current = new Map<string, ReturnType<typeof rulesOf>>();
      let kernel = copyOf(table.everything());
      for (const steps of rounds) {
        for (const { name, shape } of steps) {
          const rules = shape ? rulesOf(name, shape) : undefined;
          current.set(name, rules);
          table.replace(name, rules);
        }
        kernel = applied(kernel, table.takeChanges());
        assert.deepEqual(kernel, copyOf(table.everything()));
      }
      const atOnce = new RuleTable();
      for (const [name, rules] of [...current].toReversed()) atOnce.replace(name, rules);
      assert.deepEqual(copyOf(atOnce.everything()), kernel);
    }),
    { numRuns: 150 },
  );
});

test('an element that two services claim is of the one whose name comes first, and of the other once that is gone', () => {
  const table = new RuleTable();
  const claim = (verdict: string) => {
    const rules = new RuleCollector();
    rules.element('service-ips', '1.1.1.1 . tcp . 80', verdict);
    return rules;
  };
  const verdict = () => table.everything().elements.get('service-ips')?.get('1.1.1.1 . tcp . 80');
  table.replace('shop/b', claim('goto b'));
  table.replace('shop/a', claim('goto a'));
  assert.equal(verdict(), 'goto a');
  table.replace('shop/a', undefined);
  assert.equal(verdict(), 'goto b');
  table.replace('shop/b', undefined);
  assert.equal(verdict(), undefined);
});

test('what changes and changes back is no change', () => {
  const table = new RuleTable();
  const rules = new RuleCollector();
  rules.chain('service-shop/web/tcp/http', ['drop']);
  table.replace('shop/web', rules);
  assert.equal(table.takeChanges().chains.length, 1);
  table.replace('shop/web', undefined);
  table.replace('shop/web', rules);
  assert.deepEqual(table.takeChanges().chains, []);
});
