import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowded, unfit } from '../plugin.ts';
import { fitMessage, type Verdict } from './fit-message.ts';

const cases: { name: string; verdict: Verdict; expected: string }[] = [
  {
    name: 'reasons are counted and sorted',
    verdict: {
      nodeCount: 3,
      rejections: [
        unfit('node(s) had untolerated taint(s)'),
        crowded('Insufficient cpu', 'Insufficient memory'),
        crowded('Insufficient cpu'),
      ],
    },
    expected: '0/3 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s), 2 Insufficient cpu.',
  },
  {
    name: 'by text, not by number',
    verdict: {
      nodeCount: 12,
      rejections: [
        ...Array.from({ length: 10 }, () => crowded('Too many pods')),
        ...Array.from({ length: 2 }, () => crowded('Insufficient cpu')),
      ],
    },
    expected: '0/12 nodes are available: 10 Too many pods, 2 Insufficient cpu.',
  },
  {
    name: 'the pod as a whole was refused',
    verdict: { nodeCount: 3, refusal: unfit('pod has unbound immediate PersistentVolumeClaims'), rejections: [] },
    expected: '0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
  },
  {
    name: 'not all nodes were looked at',
    verdict: {
      nodeCount: 3,
      rejections: [crowded('Insufficient cpu')],
      others: { count: 2, reason: "node(s) didn't satisfy plugin(s) [NodeAffinity]" },
    },
    expected: "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  },
];

for (const { name, verdict, expected } of cases) {
  test(`the message says how many nodes do not fit for what: ${name}`, () => assert.equal(fitMessage(verdict), expected));
}
