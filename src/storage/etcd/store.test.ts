import { describe } from 'node:test';
import { storeContract } from '../contract.ts';
import { etcdSubject } from './testing/subject.ts';
import { withoutEtcd } from './testing/etcd.ts';

describe('with etcd', { skip: withoutEtcd }, () => storeContract('etcd', etcdSubject, { durable: true, runs: 5 }));
