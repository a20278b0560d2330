import { systemClock } from '../../src/base/clock.ts';
import { Pod } from '../../src/kinds/core/pod/index.ts';
import { round } from '../history.ts';
import { load, type Load } from './load.ts';
import { applyDeployment, createPods, getPod, listPods, patchStatus, pod } from './objects.ts';
import type { MeasuredServer } from './start-server.ts';
import { watchWrites } from './watchers.ts';

export type Figures = Readonly<Record<string, number>>;

/** Measures a server that runs, for about as many seconds. */
export interface Case {
  /** How many pods must be there. */
  readonly pods?: number;
  readonly run: (server: MeasuredServer, seconds: number) => Promise<Figures>;
}

const manyPods = 14_000;
const idleMs = 20_000;
/** As many as make the list that the aim is about: 98 MB. */
const listBytes = 98e6;

export const cases: Readonly<Record<string, Case>> = {
  'create-1': repeated({ ...createPods, connections: 1 }),
  'create-16': repeated({ ...createPods, connections: 16 }),
  'create-64': repeated({ ...createPods, connections: 64 }),
  'get-16': repeated({ ...getPod, connections: 16 }, { pods: 1000 }),
  'patch-status-64': repeated({ ...patchStatus(1000), connections: 64 }, { pods: 1000 }),
  'apply-16': repeated({ ...applyDeployment(200), connections: 16 }),
  'list-500': repeated({ ...listPods(500), connections: 4 }, { pods: manyPods }),
  'list-all': { pods: manyPods, run: listAll },
  watch: { run: async (server) => rounded({ ...(await measured(server, () => watchWrites(server, { watchers: 1000, events: 1000 }))) }) },
  'clients-1000': {
    run: (server) => perSecond(server, { ...createPods, connections: 1000, seconds: 60 }),
  },
  'memory-idle': { run: memory },
  'memory-14000': { pods: manyPods, run: memory },
};

function repeated(request: Omit<Load, 'seconds'>, { pods }: { pods?: number } = {}): Case {
  return { ...(pods !== undefined && { pods }), run: (server, seconds) => perSecond(server, { ...request, seconds }) };
}

/** Fills the namespace with pods `p-0` and so on. */
export async function fill({ client }: MeasuredServer, pods: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (next < pods) await client.create(Pod, pod(`p-${next++}`));
    }),
  );
}

async function perSecond(server: MeasuredServer, request: Load): Promise<Figures> {
  // What runs for the first time is slower, as it is yet to be compiled.
  await load(server, { ...request, seconds: Math.ceil(request.seconds / 2) });
  const { requests, seconds, bytes, ...loaded } = await measured(server, () => load(server, request));
  return rounded({
    perSecond: Math.round(requests / seconds),
    megabytesPerSecond: bytes / seconds / 1e6,
    ...loaded,
    cpuMicroseconds: (loaded.cpuMs * 1000) / requests,
    mainThreadMicroseconds: (loaded.mainThreadMs * 1000) / requests,
  });
}

async function listAll(server: MeasuredServer, seconds: number): Promise<Figures> {
  const { requests, bytes, p50Ms, maxMs, stallMs } = await measured(server, () =>
    load(server, { ...listPods(0), connections: 1, seconds }),
  );
  const megabytes = bytes / requests / 1e6;
  return rounded({ megabytes, medianMs: p50Ms, maxMs, msPer98Megabytes: (p50Ms / megabytes) * (listBytes / 1e6), stallMs });
}

/** Of a server that has had nothing to do for a while. */
async function memory(server: MeasuredServer): Promise<Figures> {
  await systemClock.sleep(idleMs);
  const { rssMiB } = await server.tell('observe');
  const collected = await server.tell('collect');
  return rounded({ rssMiB, collectedMiB: collected.rssMiB });
}

async function measured<T extends object>(
  server: MeasuredServer,
  run: () => Promise<T>,
): Promise<T & { stallMs: number; cpuMs: number; mainThreadMs: number; rssMiB: number }> {
  const before = await server.tell('reset');
  const result = await run();
  const after = await server.tell('observe');
  return {
    ...result,
    stallMs: after.stallMs,
    cpuMs: after.cpuMs - before.cpuMs,
    mainThreadMs: after.mainThreadMs - before.mainThreadMs,
    rssMiB: after.rssMiB,
  };
}

const rounded = (figures: Record<string, number>): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)]));
