import { describe } from 'node:test';
import { storeContract } from '../contract.ts';
import { crashing } from '../contract/crashing.ts';
import { lagging } from '../contract/lagging.ts';
import { etcdSubject } from './testing/subject.ts';
import { withoutEtcd } from './testing/etcd.ts';

describe('with an etcd that crashes, far away', { skip: withoutEtcd }, () =>
  storeContract('etcd, crashing', lagging(crashing(etcdSubject, { every: 30 })), { durable: true, runs: 3 }),
);
