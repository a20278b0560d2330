import type { Client } from '../../../src/client/client.ts';
import { seededRandom, type Random } from '../../../src/controllers/testing/simulation/random.ts';
import { Deployment } from '../../../src/kinds/apps/deployment/index.ts';
import { StatefulSet } from '../../../src/kinds/apps/stateful-set/index.ts';
import { Job } from '../../../src/kinds/batch/job/index.ts';
import type { PersistentVolumeClaim } from '../../../src/kinds/core/persistent-volume-claim/index.ts';
import { PersistentVolume } from '../../../src/kinds/core/persistent-volume/index.ts';

export const namespace = 'default';
export const completions = 8;
export const parallelism = 4;
const mostReplicas = 12;
const mostOrdinals = 5;
export const surge = 2;

const template = (app: string, image = 'i:0') => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image }] },
});

// A template has no more of the object that it stands for, whatever its type says.
const claimTemplate = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'by-hand', resources: { requests: { storage: '1Gi' } } },
} as unknown as PersistentVolumeClaim;

/** What people ask of a cluster while its controllers come and go. */
export class Workload {
  readonly #client: Client;
  readonly #random: Random;
  #round = 0;
  /** The sizes that were asked for last. */
  readonly replicas = new Map<string, number>();
  readonly ordinals = new Map<string, number>();
  readonly jobs: string[] = [];

  constructor(client: Client, { seed }: { seed: number }) {
    this.#client = client;
    this.#random = seededRandom(seed);
  }

  get random(): Random {
    return this.#random;
  }

  async prepare(): Promise<void> {
    for (let number = 0; number < 2 * mostOrdinals; number++) {
      await this.#client.create(PersistentVolume, {
        metadata: { name: `disk-${number}` },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'by-hand',
          hostPath: { path: `/disks/${number}` },
        },
      });
    }
    for (const name of ['web', 'api']) await this.#createDeployment(name);
    for (const name of ['db', 'queue']) await this.#createStatefulSet(name);
  }

  /** Something of everything: sizes and images change, a job comes, and a deployment comes and goes. */
  async next(): Promise<void> {
    this.#round++;
    const image = `i:${this.#round}`;
    for (const name of this.replicas.keys()) {
      const replicas = this.#random.below(mostReplicas + 1);
      this.replicas.set(name, replicas);
      await this.#client.patch(
        Deployment,
        { namespace, name },
        { type: 'merge', body: { spec: { replicas, template: template(name, image) } } },
      );
    }
    for (const name of this.ordinals.keys()) {
      const replicas = this.#random.below(mostOrdinals + 1);
      this.ordinals.set(name, replicas);
      const body = { spec: { replicas, ...(this.#random.chance(0.5) && { template: template(name, image) }) } };
      await this.#client.patch(StatefulSet, { namespace, name }, { type: 'merge', body });
    }
    await this.#createJob(`sum-${this.#round}`);
    const passing = `passing-${this.#round}`;
    await this.#createDeployment(passing);
    this.replicas.delete(passing);
    await this.#client.delete(Deployment, { namespace, name: passing });
  }

  async #createDeployment(name: string): Promise<void> {
    this.replicas.set(name, 4);
    await this.#client.create(Deployment, {
      metadata: { name, namespace },
      spec: {
        replicas: 4,
        selector: { matchLabels: { app: name } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: 1 } },
        template: template(name),
      },
    });
  }

  async #createStatefulSet(name: string): Promise<void> {
    this.ordinals.set(name, 3);
    await this.#client.create(StatefulSet, {
      metadata: { name, namespace },
      spec: {
        replicas: 3,
        serviceName: name,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: { app: name } },
        template: template(name),
        volumeClaimTemplates: [claimTemplate],
      },
    });
  }

  async #createJob(name: string): Promise<void> {
    this.jobs.push(name);
    await this.#client.create(Job, {
      metadata: { name, namespace },
      spec: {
        completions,
        parallelism,
        completionMode: 'Indexed',
        template: {
          metadata: { annotations: { 'fake.kubets.dev/run-seconds': '1' } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'sum' }] },
        },
      },
    });
  }
}
