import { after, before, describe } from 'node:test';
import { loadTestImages, localCluster, noRealNodes, type LocalCluster } from '../support/local-cluster.ts';
import { configuration } from './configuration.ts';
import { deployments } from './deployments.ts';
import { images } from './images.ts';
import { limits } from './limits.ts';
import { privileges } from './privileges.ts';
import { probes } from './probes.ts';
import { services } from './services.ts';
import { streams } from './streams.ts';
import { workloads } from './workloads.ts';

describe('a cluster of two nodes', { skip: await noRealNodes(), concurrency: 2 }, () => {
  let running: LocalCluster | undefined;
  const cluster = () => {
    if (!running) throw new Error('the cluster does not run');
    return running;
  };

  before(async () => {
    running = await localCluster();
    await running.start('--nodes', '2');
    await loadTestImages(running);
  });
  after(() => running?.[Symbol.asyncDispose]());

  deployments(cluster);
  streams(cluster);
  configuration(cluster);
  limits(cluster);
  images(cluster);
  probes(cluster);
  privileges(cluster);
  services(cluster);
  workloads(cluster);
});
