import type { Ref } from '../../client/client.ts';
import type { DeviceTaintRule } from '../../kinds/resource/device-taint-rule.ts';
import { DeviceTaintRuleBeta } from '../../kinds/resource/device-taint-rule.ts';
import type { Wake } from '../../runtime/controller.ts';

interface RuleRecord {
  evictedPods: number;
  newsMs: number;
}

/** What has become of rules since this controller started, by which their status is told. */
export class RuleRecords {
  readonly #records = new Map<string, RuleRecord>();
  readonly #wakes = new Set<(ref: Ref) => void>();

  evictedPods(rule: DeviceTaintRule): number {
    return this.#records.get(rule.metadata.uid)?.evictedPods ?? 0;
  }

  /** When something last happened because of the rule. */
  newsMs(rule: DeviceTaintRule): number {
    return this.#records.get(rule.metadata.uid)?.newsMs ?? 0;
  }

  /** A pod has to go, or is gone, for the rule. */
  note(rule: DeviceTaintRule, { isEvicted, nowMs }: { isEvicted: boolean; nowMs: number }): void {
    const { evictedPods } = this.#records.get(rule.metadata.uid) ?? { evictedPods: 0 };
    this.#records.set(rule.metadata.uid, { evictedPods: evictedPods + (isEvicted ? 1 : 0), newsMs: nowMs });
    for (const wake of this.#wakes) wake(rule.metadata);
  }

  forget(rule: DeviceTaintRule): void {
    this.#records.delete(rule.metadata.uid);
  }

  /** Wakes rules of which there are news. */
  readonly wake: Wake = {
    kind: DeviceTaintRuleBeta,
    observe: (wake) => {
      this.#wakes.add(wake);
      return { [Symbol.dispose]: () => void this.#wakes.delete(wake) };
    },
  };
}
