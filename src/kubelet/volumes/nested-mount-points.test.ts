import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodSpec } from '../../kinds/core/pod/spec.ts';
import { nestedMountPoints } from './nested-mount-points.ts';

const spec = (...containers: Record<string, string>[]) =>
  ({
    containers: containers.map((mounts, index) => ({
      name: `c${index}`,
      volumeMounts: Object.entries(mounts).map(([mountPath, name]) => ({ name, mountPath })),
    })),
  }) as unknown as PodSpec; // what the code under test reads

test('a volume has a directory for each mount right inside it', () => {
  for (const [given, expected] of [
    [spec({ '/dir': 'v', '/other': 'x' }), []],
    [spec({ '/dir': 'v', '/dir/nested': 'x', '/dir/nested/deeper': 'y', '/dir/nested-too': 'z' }), ['nested', 'nested-too']],
    [spec({ '/dir/': 'v', '/dir//a': 'x' }, { '/place': 'v', '/place/b': 'x' }), ['a', 'b']],
    [spec({ '/dir': 'v', '/directory/x': 'x' }), []],
  ] as const) {
    assert.deepEqual(nestedMountPoints('v', given), expected);
  }
});
