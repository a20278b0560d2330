import assert from 'node:assert/strict';
import { FakeClock } from '../../../base/fake-clock.ts';
import { silentLog } from '../../../base/log.ts';
import { createInformers } from '../../../client/create-informers.ts';
import type { Client, RawRequest } from '../../../client/client.ts';
import type { Informers } from '../../../client/informer.ts';
import { startCluster } from '../../../cluster/testing.ts';
import { Namespace } from '../../../kinds/core/namespace.ts';
import { ServiceAccount } from '../../../kinds/core/service-account.ts';
import type { User } from '../../../model/request.ts';
import { Manager } from './manager.ts';
import { seededRandom, type Random } from './random.ts';
import { peace, World, type Grief } from './world.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly controllerNames: readonly string[];
  /** How late what the manager reads may be. */
  readonly lagMs?: number;
  readonly nodes?: number;
  readonly completes?: boolean;
  /** How probable it is, each time the world moves, that the manager is about to be killed. */
  readonly crashes?: number;
  readonly startMs?: number;
  /** What servers of other APIs answer, by path; nothing where there is none. */
  readonly answer?: (path: string) => object | undefined;
}

export interface Simulation extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly random: Random;
  /** As an administrator, without lag. */
  readonly client: Client;
  readonly clientAs: (user: User) => Client;
  /** Sees every change, without lag. */
  readonly truth: Informers;
  readonly world: World;
  readonly manager: Manager;
  /** Lets the world move so many times, with grief. `edit` runs before each move. */
  run(moves: number, options?: { grief?: Grief; edit?: (move: number) => Promise<void> }): Promise<void>;
  /** In peace, lets the world move until the condition holds. Rejects when it does not in time. */
  converge(isDone: () => Promise<boolean> | boolean, options?: { withinMoves?: number; describe?: () => unknown }): Promise<void>;
}

export const namespace = 'shop';

const moveMs = 1000;
const turnsPerMove = 10;

/** An API server, a controller manager that sees everything late and dies now and then, and a world that is not kind to it. */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { seed, controllerNames, lagMs = 300, nodes = 4, completes, crashes = 0, startMs, answer } = options;
  const clock = new FakeClock(startMs);
  const random = seededRandom(seed);
  const cluster = await startCluster({ clock });
  const { client } = cluster;
  await client.create(Namespace, { metadata: { name: namespace }, spec: {} });
  await client.create(ServiceAccount, { metadata: { name: 'default', namespace } });

  const stopping = new AbortController();
  const truth = createInformers({ client, clock, log: silentLog });
  const watching = truth.run(stopping.signal);
  const world = new World({ client, clock, random, nodes, completes });
  const clientAs = (user: User) => answering(cluster.clientAs(user), answer);
  const manager = new Manager({ clientAs, clock, random, lagMs, controllerNames });
  manager.start();

  const move = async (grief: Grief, crashing: number) => {
    if (manager.isDead) {
      await manager.stop();
      manager.start();
    }
    if (random.chance(crashing)) manager.killSoon();
    await world.step(grief);
    for (let turn = 0; turn < turnsPerMove; turn++) await clock.advance(moveMs / turnsPerMove);
  };

  return {
    clock,
    random,
    client,
    clientAs: (user) => cluster.clientAs(user),
    truth,
    world,
    manager,
    async run(moves, { grief = peace, edit } = {}) {
      for (let index = 0; index < moves; index++) {
        await edit?.(index);
        await move(grief, crashes);
      }
    },
    async converge(isDone, { withinMoves = 400, describe } = {}) {
      for (let index = 0; index < withinMoves; index++) {
        if (await isDone()) return;
        await move(peace, 0);
      }
      assert.fail(`seed ${seed}: no convergence after ${withinMoves} moves in peace: ${JSON.stringify(describe?.())}`);
    },
    async [Symbol.asyncDispose]() {
      await manager.stop();
      stopping.abort();
      await watching;
      await cluster.stop();
    },
  };
}

function answering(client: Client, answer: SimulationOptions['answer']): Client {
  if (!answer) return client;
  // Whoever asks knows what such a path answers.
  return { ...client, request: async <T>(request: RawRequest) => (answer(request.path) as T | undefined) ?? client.request<T>(request) };
}
