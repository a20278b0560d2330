import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';

export const conditionType = 'EvictionInProgress';

/** What a rule has come to, or, for one without effect, what would come of it. */
export interface Outlook {
  /** Pods that have to go, one entry each: their namespaces. */
  readonly pendingIn: readonly string[];
  /** Since the controller started. */
  readonly evictedPods: number;
  readonly publishedDevices: number;
  readonly allocatedDevices: number;
}

export interface RuleCondition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
}

export function conditionOf({ metadata: { generation = 0 }, spec }: DeviceTaintRule, outlook: Outlook): RuleCondition {
  const { status = 'False', reason, message = '' } = findings[spec.taint.effect](outlook);
  const { evictedPods } = outlook;
  const evicted = evictedPods > 0 ? `${pods(evictedPods)} evicted since starting the controller.` : '';
  return {
    type: conditionType,
    status,
    reason,
    message: [message, evicted].filter((part) => part !== '').join(' '),
    observedGeneration: generation,
  };
}

interface Finding {
  readonly status?: 'True';
  readonly reason: string;
  readonly message?: string;
}

const findings: Readonly<Record<DeviceTaintRule['spec']['taint']['effect'], (outlook: Outlook) => Finding>> = {
  NoExecute({ pendingIn, evictedPods }) {
    if (pendingIn.length === 0) return { reason: evictedPods > 0 ? 'Completed' : 'NotStarted' };
    const needed = pendingIn.length === 1 ? '1 pod needs' : `${pendingIn.length} pods need`;
    return { status: 'True', reason: 'PodsPendingEviction', message: `${needed} to be evicted in ${namespaces(pendingIn)}.` };
  },
  NoSchedule: () => ({ reason: 'OtherEffect', message: 'Eviction only happens for the NoExecute effect.' }),
  None: ({ pendingIn, publishedDevices, allocatedDevices }) => ({
    reason: 'NoEffect',
    message:
      `${counted(publishedDevices, 'published device')} selected. ${counted(allocatedDevices, 'allocated device')} selected. ` +
      `${pods(pendingIn.length)} would be evicted in ${namespaces(pendingIn)} if the effect was NoExecute. ` +
      'This information will not be updated again. Recreate the DeviceTaintRule to trigger an update.',
  }),
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const pods = (count: number): string => counted(count, 'pod');

function namespaces(all: readonly string[]): string {
  const { size } = new Set(all);
  return size === 1 ? '1 namespace' : `${size} different namespaces`;
}
