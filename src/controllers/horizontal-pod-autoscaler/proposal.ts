import type { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontal-pod-autoscaler/index.ts';
import type { MetricStatus } from '../../kinds/autoscaling/horizontal-pod-autoscaler/schema.ts';
import type { ConditionText } from './behavior.ts';
import { MetricFailure, proposeFor, type MetricProposal, type Target } from './metric-proposal.ts';
import type { Measuring } from './metrics-client.ts';

/** What all metrics together ask for: as much as the one that asks for most. */
export interface OverallProposal {
  /** Undefined when nothing can be said. */
  readonly replicas: number | undefined;
  readonly metric: string;
  readonly statuses: readonly MetricStatus[];
  readonly failures: readonly MetricFailure[];
  readonly condition: ConditionText;
}

/** Metrics that fail are left out, unless the others would then have fewer pods. */
export async function proposeOverall(autoscaler: HorizontalPodAutoscaler, target: Target, measuring: Measuring): Promise<OverallProposal> {
  const proposals: MetricProposal[] = [];
  const failures: MetricFailure[] = [];
  const specs = autoscaler.spec.metrics ?? [];
  for (const spec of specs) {
    try {
      proposals.push(await proposeFor(autoscaler, spec, target, measuring));
    } catch (error) {
      if (!(error instanceof MetricFailure)) throw error;
      failures.push(error);
    }
  }
  const statuses = proposals.map(({ status }) => status);
  const [most] = proposals.toSorted((a, b) => b.replicas - a.replicas);
  const [first] = failures;
  if (!most || (first && most.replicas < target.specReplicas)) {
    const message = `the HPA was unable to compute the replica count: ${first?.detail ?? 'no metrics'}`;
    const condition = { type: 'ScalingActive', status: 'False', reason: first?.reason ?? 'InvalidMetricSourceType', message } as const;
    return { replicas: undefined, metric: '', statuses, failures, condition };
  }
  const message = `the HPA was able to successfully calculate a replica count from ${most.metric}`;
  const condition = { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message } as const;
  return { replicas: most.replicas, metric: most.metric, statuses, failures, condition };
}

export const failureText = ({ failures }: OverallProposal, total: number): string =>
  `invalid metrics (${failures.length} invalid out of ${total}), first error is: ${failures[0]?.message ?? ''}`;
