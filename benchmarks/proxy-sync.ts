/** How long does it take until the kernel has the rules of all services, and those of one endpoint that changed? */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createKernel } from '../src/proxy/kernel/kernel.ts';
import { RuleSync } from '../src/proxy/rule-sync.ts';
import { addressFamilies } from '../src/proxy/rules/address-family.ts';
import { RuleTable } from '../src/proxy/rules/rule-table.ts';
import { planService } from '../src/proxy/services/service-plan.ts';
import { at, service, slice } from '../src/proxy/testing/objects.ts';

const signal = new AbortController().signal;

if (process.argv[2] === 'inside') {
  for (const services of [100, 1000, 5000]) console.log(JSON.stringify(await measure(services)));
} else {
  // In a network namespace of its own, so that this machine's rules are left alone.
  const inside = spawn('unshare', ['--net', process.execPath, import.meta.filename, 'inside'], { stdio: 'inherit' });
  const [code] = await once(inside, 'exit');
  process.exitCode = Number(code ?? 1);
}

async function measure(services: number) {
  const family = addressFamilies[4];
  const context = { family, nodeName: 'node-1', zone: undefined, nodeAddresses: [], podCidr: '10.244.0.0/16' };
  const table = new RuleTable();
  const kernel = createKernel({ family });
  const options = { table, base: { family, podCidr: context.podCidr, serviceCidrs: [], localhostNodePorts: false }, kernel };
  const sync = new RuleSync({ ...options, clock: systemClock, log: silentLog });
  const address = (index: number, pod: number) => `10.244.${(index * 3 + pod) >> 8}.${(index * 3 + pod) & 255}`;
  const set = (index: number, pods: readonly number[]) => {
    const name = `service-${index}`;
    const object = service(name, { clusterIP: `10.96.${index >> 8}.${index & 255}` });
    const endpoints = pods.map((pod) => at(address(index, pod)));
    table.replace(name, planService(object, [slice(name, endpoints, { service: name })], context)?.rules);
  };

  const full = await timed(async () => {
    for (let index = 0; index < services; index++) set(index, [0, 1, 2]);
    await sync.sync(signal);
  });
  const changes: number[] = [];
  for (let round = 0; round < 100; round++) {
    changes.push(
      await timed(async () => {
        set((round >> 1) % services, round % 2 === 0 ? [0, 1] : [0, 1, 2]);
        await sync.sync(signal);
      }),
    );
  }
  changes.sort((a, b) => a - b);
  const verifyMs = await timed(() => sync.verify(signal));
  const restartMs = await timed(() => new RuleSync({ ...options, clock: systemClock, log: silentLog }).sync(signal));
  await kernel.apply(`delete table ip kube-proxy\n`);
  return {
    benchmark: 'proxy-sync',
    services,
    endpointsEach: 3,
    fullMs: round(full),
    changeP50Ms: round(changes[50]),
    changeP99Ms: round(changes[98]),
    verifyMs: round(verifyMs),
    restartMs: round(restartMs),
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function round(ms = 0): number {
  return Math.round(ms * 10) / 10;
}
