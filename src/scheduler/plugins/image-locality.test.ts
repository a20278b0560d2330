import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node, pod } from '../testing/builders.ts';
import { clusterOf, scores } from '../testing/cluster.ts';
import { imageLocality } from './image-locality.ts';

const image = (name: string, mebibytes: number) => ({ names: [name], sizeBytes: mebibytes * 1024 * 1024 });
const withImages = (...images: string[]) =>
  pod('web', { spec: { containers: images.map((name, index) => ({ name: `c${index}`, image: name })) } });

const first = node('first', { images: [image('r.io/40:latest', 40), image('r.io/300:latest', 300), image('r.io/2000:latest', 2000)] });
const second = node('second', { images: [image('r.io/250:latest', 250), image('r.io/10:v1', 10)] });

const cases: { name: string; images: string[]; expected: Record<string, number> | undefined }[] = [
  { name: 'of images on two nodes, the larger one counts', images: ['r.io/40', 'r.io/250'], expected: { first: 0, second: 5 } },
  { name: 'images on one node add up', images: ['r.io/40', 'r.io/300'], expected: { first: 7, second: 0 } },
  { name: 'more than the most counts as the most', images: ['r.io/2000'], expected: { first: 100, second: 0 } },
  { name: 'tags matter', images: ['r.io/10:v2'], expected: undefined },
];

for (const { name, images, expected } of cases) {
  test(`nodes that have the images are preferred: ${name}`, () => {
    assert.deepEqual(scores(imageLocality, withImages(...images), clusterOf({ nodes: [first, second] })), expected);
  });
}

test('a node that reports fewer images is preferred no longer', () => {
  const cluster = clusterOf({ nodes: [first, second] });
  cluster.setNode(node('first'));
  assert.equal(scores(imageLocality, withImages('r.io/2000'), cluster), undefined);
  cluster.removeNode('second');
  assert.equal(cluster.nodesWithImage('r.io/250:latest'), 0);
});
