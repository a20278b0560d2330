import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../statistics/summary.ts';
import { containerMetrics } from './container-metrics.ts';
import { writeMetrics } from '../../../base/metrics/text.ts';
import { resourceMetrics } from './resource-metrics.ts';

const time = '2026-01-01T00:00:00Z';
const atMs = Date.parse(time);

const summary: Summary = {
  node: { nodeName: 'n1', startTime: time, cpu: { time, usageCoreNanoSeconds: 5e9 }, memory: { time, workingSetBytes: 1000 } },
  pods: [
    {
      podRef: { name: 'web', namespace: 'shop', uid: 'u1' },
      startTime: time,
      cpu: { time, usageCoreNanoSeconds: 2e9 },
      memory: { time, workingSetBytes: 200 },
      network: { time, name: 'eth0', rxBytes: 7, interfaces: [{ name: 'eth0', rxBytes: 7, txBytes: 8 }] },
      containers: [
        { name: 'main', startTime: time, cpu: { time, usageCoreNanoSeconds: 1.5e9 }, memory: { time, workingSetBytes: 100, rssBytes: 50 } },
      ],
    },
  ],
};

const samplesOf = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('resources are told of containers, pods and the node', () => {
  assert.deepEqual(samplesOf(writeMetrics(resourceMetrics(summary))), [
    `container_cpu_usage_seconds_total{container="main",pod="web",namespace="shop"} 1.5 ${atMs}`,
    `container_memory_working_set_bytes{container="main",pod="web",namespace="shop"} 100 ${atMs}`,
    `container_start_time_seconds{container="main",pod="web",namespace="shop"} ${atMs / 1000}`,
    `node_cpu_usage_seconds_total 5 ${atMs}`,
    `node_memory_working_set_bytes 1000 ${atMs}`,
    `pod_cpu_usage_seconds_total{pod="web",namespace="shop"} 2 ${atMs}`,
    `pod_memory_working_set_bytes{pod="web",namespace="shop"} 200 ${atMs}`,
    'resource_scrape_error 0',
    'scrape_error 0',
  ]);
  assert.deepEqual(samplesOf(writeMetrics(resourceMetrics(undefined))), ['resource_scrape_error 1', 'scrape_error 1']);
});

test('containers are told of as dashboards expect it', () => {
  const naming = {
    labels: (pod: { podRef: { name: string } }, container?: { name: string }) => ({
      container: container?.name ?? '',
      pod: pod.podRef.name,
    }),
  };
  const lines = samplesOf(writeMetrics(containerMetrics(summary, { machine: { processors: 2, memoryBytes: 64 }, naming })));
  for (const line of [
    'container_cpu_usage_seconds_total{container="",pod="web",cpu="total"} 2',
    'container_cpu_usage_seconds_total{container="main",pod="web",cpu="total"} 1.5',
    'container_memory_rss{container="main",pod="web"} 50',
    'container_memory_working_set_bytes{container="main",pod="web"} 100',
    'container_network_receive_bytes_total{container="",pod="web",interface="eth0"} 7',
    'container_network_transmit_bytes_total{container="",pod="web",interface="eth0"} 8',
    'machine_cpu_cores 2',
    'machine_memory_bytes 64',
  ]) {
    assert.ok(lines.includes(line), line);
  }
});
