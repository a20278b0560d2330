import { systemClock } from '../../../base/clock.ts';
import type { Subject } from '../../contract/subject.ts';
import { openEtcdStore } from '../open.ts';
import { startEtcd } from './etcd.ts';

/** An etcd of its own for each store that is tested. */
export async function etcdSubject(): Promise<Subject> {
  const etcd = await startEtcd();
  return {
    open: async () => (await openEtcdStore({ servers: etcd.servers, clock: systemClock })).store,
    async crash() {
      await etcd.kill(0);
      await etcd.start(0);
    },
    [Symbol.asyncDispose]: () => etcd[Symbol.asyncDispose](),
  };
}
