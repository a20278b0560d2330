// Many faults: npm run robustness [-- embedded|etcd [faults]]
import { withoutEtcd } from '../../src/storage/etcd/testing/etcd.ts';
import { robustness } from './scenario.ts';
import { embeddedTarget, etcdTarget } from './targets.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const [only, faults = '100'] = process.argv.slice(2);
const targets = { embedded: embeddedTarget, etcd: etcdTarget };

for (const [name, prepare] of Object.entries(targets)) {
  if (only !== undefined && only !== name) continue;
  if (name === 'etcd' && withoutEtcd) {
    say(`etcd is left out: it ${withoutEtcd}`);
    continue;
  }
  await using target = await prepare();
  const { operations, withoutAnswer, events } = await robustness(target, {
    faults: Number(faults),
    say: (line) => say(`${name} ${line}`),
  });
  say(`${name}: ${operations} operations, ${withoutAnswer} of them without an answer, and ${events} events are as they should be`);
}
