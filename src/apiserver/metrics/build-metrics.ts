import type { Metric } from '../../base/metrics/text.ts';
import type { FeatureGates } from '../../model/features/feature-gates.ts';
import { allFeatures, knownFeatures, type FeatureStage } from '../../model/features/known-features.ts';
import { servedVersion } from '../endpoints/version.ts';

/** With the names that upstream gives the stages. */
const stageNames: Readonly<Record<FeatureStage, string>> = { alpha: 'ALPHA', beta: 'BETA', stable: '', deprecated: 'DEPRECATED' };

/** What every part of the cluster tells of how it was built and set up. */
export function* buildMetrics(gates: FeatureGates): Generator<Metric> {
  const { major, minor, gitVersion, gitCommit, gitTreeState, buildDate, goVersion, compiler, platform } = servedVersion;
  yield {
    name: 'kubernetes_build_info',
    type: 'gauge',
    help: 'The version that is served.',
    samples: [
      {
        labels: {
          build_date: buildDate,
          compiler,
          git_commit: gitCommit,
          git_tree_state: gitTreeState,
          git_version: gitVersion,
          go_version: goVersion,
          major,
          minor,
          platform,
        },
        value: 1,
      },
    ],
  };
  yield {
    name: 'kubernetes_feature_enabled',
    type: 'gauge',
    help: 'Which features there are, how far along, and whether they are on.',
    samples: allFeatures.map((name) => ({
      labels: { name, stage: stageNames[knownFeatures[name].stage] },
      value: gates.isOn(name) ? 1 : 0,
    })),
  };
}
