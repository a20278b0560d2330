import type { Answer } from '../../runtime/serving/answer.ts';
import { textAnswer } from '../../runtime/serving/answer.ts';
import type { Exchange } from './exchange.ts';
import { configuration } from './handlers/configuration.ts';
import { health } from './handlers/health.ts';
import { logs } from './handlers/logs.ts';
import { cadvisorMetricsPage, metricsPage, probeMetricsPage, resourceMetricsPage } from './handlers/metrics.ts';
import { pods } from './handlers/pods.ts';
import { run } from './handlers/run.ts';
import { runningPods } from './handlers/running-pods.ts';
import { statisticsSummary } from './handlers/statistics-summary.ts';

export interface Route {
  readonly methods: readonly string[];
  /** A name stands in braces for one part of a path. */
  readonly path: string;
  handle(exchange: Exchange): Answer | Promise<Answer>;
}

const upgradeRequired = (): Answer => textAnswer(400, 'Upgrade request required');

/** What the kubelet answers. The first route that fits gets the request; those with streams are in `streams.ts`. */
export const routes: readonly Route[] = [
  { methods: ['GET'], path: '/healthz', handle: health },
  { methods: ['GET'], path: '/healthz/{check}', handle: health },
  { methods: ['GET'], path: '/pods', handle: pods },
  { methods: ['GET'], path: '/runningpods', handle: runningPods },
  { methods: ['GET', 'POST'], path: '/stats/summary', handle: statisticsSummary },
  { methods: ['GET'], path: '/metrics', handle: metricsPage },
  { methods: ['GET'], path: '/metrics/cadvisor', handle: cadvisorMetricsPage },
  { methods: ['GET'], path: '/metrics/probes', handle: probeMetricsPage },
  { methods: ['GET'], path: '/metrics/resource', handle: resourceMetricsPage },
  { methods: ['GET'], path: '/configz', handle: configuration },
  { methods: ['GET'], path: '/containerLogs/{namespace}/{pod}/{container}', handle: logs },
  { methods: ['POST'], path: '/run/{namespace}/{pod}/{container}', handle: run },
  { methods: ['POST'], path: '/run/{namespace}/{pod}/{uid}/{container}', handle: run },
  ...['/exec', '/attach'].flatMap((path) => [
    { methods: ['GET', 'POST'], path: `${path}/{namespace}/{pod}/{container}`, handle: upgradeRequired },
    { methods: ['GET', 'POST'], path: `${path}/{namespace}/{pod}/{uid}/{container}`, handle: upgradeRequired },
  ]),
  { methods: ['GET', 'POST'], path: '/portForward/{namespace}/{pod}', handle: upgradeRequired },
  { methods: ['GET', 'POST'], path: '/portForward/{namespace}/{pod}/{uid}', handle: upgradeRequired },
];
