import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { busyboxImage } from '../../src/cluster/images/busybox-image.ts';
import type { Pod } from '../../src/kinds/core/pod/index.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { onNode, openSpace, podOf } from './space.ts';

const waitsBecause = (reason: string) => (pod: Pod) => pod.status.containerStatuses?.[0]?.state?.waiting?.reason === reason;

/** Where images come from, and what is said where they do not come. */
export function images(cluster: () => LocalCluster): void {
  describe('images', { concurrency: true }, () => {
    test('an image that is loaded from a file runs on every node, in pods that waited for it too', async () => {
      await using space = await openSpace(cluster());
      const image = `localhost/${space.name}:1`;
      const container = { image, imagePullPolicy: 'Never' };
      await space.kubectl.apply(...[1, 2].map((index) => podOf(`pod-${index}`, { container, spec: onNode(space.cluster, index) })));
      await Promise.all([1, 2].map((index) => space.untilPod(`pod-${index}`, 'without its image', waitsBecause('ErrImageNeverPull'))));
      const folder = await mkdtemp(join(tmpdir(), 'kubets-image-'));
      try {
        const path = join(folder, 'image.tar');
        await writeFile(path, await busyboxImage({ reference: image }));
        const { code, stdout } = await space.cluster.kubets('image', 'load', path);
        assert.equal(code, 0);
        for (const index of [1, 2]) assert.match(stdout, new RegExp(`loaded onto ${space.cluster.name}-${index}\n`));
      } finally {
        await rm(folder, { recursive: true });
      }
      await Promise.all([1, 2].map((index) => space.untilReady(`pod-${index}`)));
      const missing = await space.cluster.kubets('image', 'load', '/no/such/file.tar');
      assert.equal(missing.code, 1);
      assert.match(missing.stderr, /no such file: \/no\/such\/file.tar/);
    });

    test('an image that cannot be pulled is told, and tried again at longer and longer times', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(
        podOf('missing', { container: { image: 'registry.invalid/nothing:1' } }),
        podOf('malformed', { container: { image: 'UPPER//case' } }),
      );
      await space.untilPod('missing', 'waiting longer', waitsBecause('ImagePullBackOff'));
      await space.untilPod('malformed', 'told that the name is none', waitsBecause('InvalidImageName'));
      assert.match(await space.kubectl('get', 'pod', 'missing'), / 0\/1 +(ImagePullBackOff|ErrImagePull) /);
      assert.match(
        await space.kubectl('describe', 'pod', 'missing'),
        /Warning +Failed .*Failed to pull image "registry.invalid\/nothing:1"/,
      );
      await space.kubectl('delete', 'pod', 'missing', 'malformed');
    });
  });
}
