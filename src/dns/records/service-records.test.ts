import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '../../kinds/core/service/index.ts';
import type { EndpointSlice } from '../../kinds/discovery/endpoint-slice/index.ts';
import { service, slice } from '../testing/objects.ts';
import { rowsOf } from '../testing/rows.ts';
import { serviceRecords } from './service-records.ts';

const settings = { clusterDomain: 'cluster.local', ttlSeconds: 30 };
const web = 'web.shop.svc.cluster.local';

interface Row {
  readonly title: string;
  readonly service: Service;
  readonly slices?: readonly EndpointSlice[];
  readonly records: readonly string[];
}

const rows: readonly Row[] = [
  {
    title: 'a service with an address has that, its named ports, and the way back',
    service: service('web', { clusterIP: '10.96.0.1' }),
    records: [
      '1.0.96.10.in-addr.arpa PTR web.shop.svc.cluster.local',
      `_http._tcp.${web} SRV 0 100 80 ${web}`,
      `${web} A 10.96.0.1`,
      `${web} SRV 0 100 80 ${web}`,
    ],
  },
  {
    title: 'ports without a name are found at the service only',
    service: service('web', { clusterIP: '10.96.0.1', ports: [{ protocol: 'UDP', port: 53, targetPort: 53 }] }),
    records: ['1.0.96.10.in-addr.arpa PTR web.shop.svc.cluster.local', `${web} A 10.96.0.1`, `${web} SRV 0 100 53 ${web}`],
  },
  {
    title: 'a service with addresses of both families has both',
    service: service('web', { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1', 'fd00::1'], ports: [] }),
    records: [
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa PTR web.shop.svc.cluster.local',
      '1.0.96.10.in-addr.arpa PTR web.shop.svc.cluster.local',
      `${web} A 10.96.0.1`,
      `${web} AAAA fd00::1`,
    ],
  },
  {
    title: 'a headless service has the addresses of its ready endpoints, each of which has a name',
    service: service('web', { clusterIP: 'None' }),
    slices: [
      slice('web', [
        { addresses: ['10.244.0.5'], conditions: { ready: true }, hostname: 'web-0' },
        { addresses: ['10.244.0.6'], conditions: {} },
        { addresses: ['10.244.0.7'], conditions: { ready: false } },
      ]),
    ],
    records: [
      `10-244-0-6.${web} A 10.244.0.6`,
      `5.0.244.10.in-addr.arpa PTR web-0.${web}`,
      `6.0.244.10.in-addr.arpa PTR 10-244-0-6.${web}`,
      `_http._tcp.${web} SRV 0 50 8080 10-244-0-6.${web}`,
      `_http._tcp.${web} SRV 0 50 8080 web-0.${web}`,
      `web-0.${web} A 10.244.0.5`,
      `${web} A 10.244.0.5`,
      `${web} A 10.244.0.6`,
      `${web} SRV 0 50 8080 10-244-0-6.${web}`,
      `${web} SRV 0 50 8080 web-0.${web}`,
    ],
  },
  {
    title: 'a headless service without ports has addresses all the same',
    service: service('web', { clusterIP: 'None', ports: [] }),
    slices: [slice('web', [{ addresses: ['10.244.0.5'], conditions: { ready: true }, hostname: 'web-0' }], { ports: [] })],
    records: [`5.0.244.10.in-addr.arpa PTR web-0.${web}`, `web-0.${web} A 10.244.0.5`, `${web} A 10.244.0.5`],
  },
  {
    title: 'an endpoint that is in two slices is there once',
    service: service('web', { clusterIP: 'None', ports: [] }),
    slices: [1, 2].map(() => slice('web', [{ addresses: ['10.244.0.5'], conditions: {} }])),
    records: [
      `10-244-0-5.${web} A 10.244.0.5`,
      `5.0.244.10.in-addr.arpa PTR 10-244-0-5.${web}`,
      `_http._tcp.${web} SRV 0 100 8080 10-244-0-5.${web}`,
      `${web} A 10.244.0.5`,
      `${web} SRV 0 100 8080 10-244-0-5.${web}`,
    ],
  },
  {
    title: 'endpoints of IPv6 have names without colons',
    service: service('web', { clusterIP: 'None', ports: [] }),
    slices: [slice('web', [{ addresses: ['fd00::1:2'], conditions: {} }], { addressType: 'IPv6', ports: [] })],
    records: [
      '2.0.0.0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa PTR fd00--1-2.web.shop.svc.cluster.local',
      `${web} AAAA fd00::1:2`,
      `fd00--1-2.${web} AAAA fd00::1:2`,
    ].sort(),
  },
  {
    title: 'endpoints of services with an address have names too',
    service: service('web', { clusterIP: '10.96.0.1', ports: [] }),
    slices: [slice('web', [{ addresses: ['10.244.0.5'], conditions: {} }])],
    records: [
      '1.0.96.10.in-addr.arpa PTR web.shop.svc.cluster.local',
      `10-244-0-5.${web} A 10.244.0.5`,
      `5.0.244.10.in-addr.arpa PTR 10-244-0-5.${web}`,
      `${web} A 10.96.0.1`,
    ],
  },
  {
    title: 'an external name is an alias',
    service: service('web', { type: 'ExternalName', externalName: 'Shop.Example.org.' }),
    slices: [slice('web', [{ addresses: ['10.244.0.5'], conditions: {} }])],
    records: [`${web} CNAME shop.example.org`],
  },
  { title: 'a service that has no address yet has no records', service: service('web'), records: [] },
  { title: 'a headless service without endpoints has no records', service: service('web', { clusterIP: 'None' }), records: [] },
];

for (const { title, service, slices = [], records } of rows) {
  test(title, () => assert.deepEqual(rowsOf(serviceRecords(service, slices, settings)), records));
}

test("the cluster's DNS service is the zone's name server", () => {
  const dns = service('kube-dns', { clusterIP: '10.96.0.10', ports: [] });
  dns.metadata.namespace = 'kube-system';
  assert.ok(rowsOf(serviceRecords(dns, [], settings)).includes('ns.dns.cluster.local A 10.96.0.10'));
});
