import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClaimBound } from '../../kinds/core/persistent-volume/binding.ts';
import { PersistentVolume } from '../../kinds/core/persistent-volume/index.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistent-volume-claim/index.ts';
import { ApiError } from '../../model/errors.ts';
import { namespace, startSimulation, type Simulation } from '../testing/simulation/simulation.ts';
import { seeds } from '../testing/simulation/seeds.ts';

const volumeCount = 5;
const controllerNames = [
  'persistentvolume-binder-controller',
  'persistentvolume-protection-controller',
  'persistentvolumeclaim-protection-controller',
];

/** Claims come and go, and somebody frees the volumes that they leave. */
async function edit({ client, random }: Simulation, move: number): Promise<void> {
  const { items: claims } = await client.list(PersistentVolumeClaim, { namespace });
  const [leaving] = random.chance(0.25) ? claims : [];
  if (leaving) await client.delete(PersistentVolumeClaim, leaving.metadata);
  if (random.chance(0.4)) {
    const spec = { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } }, storageClassName: '' };
    await client.create(PersistentVolumeClaim, { metadata: { name: `claim-${move}`, namespace }, spec });
  }
  for (const volume of (await client.list(PersistentVolume)).items) {
    if (volume.status.phase === 'Released') await free(volume, client);
  }
}

async function free(volume: PersistentVolume, client: Simulation['client']): Promise<void> {
  const { claimRef: _, ...spec } = volume.spec;
  try {
    await client.update(PersistentVolume, { ...volume, spec });
  } catch (error) {
    if (!ApiError.is(error, 'Conflict')) throw error;
  }
}

for (const seed of seeds(2)) {
  test(`no two claims ever have one volume, none loses its own, and in the end all are bound that can be (seed ${seed})`, async () => {
    await using simulation = await startSimulation({ seed, controllerNames, crashes: 0.15 });
    const { client, truth } = simulation;
    const claims = truth.of(PersistentVolumeClaim);
    const wrong: string[] = [];
    using _ = claims.observe({
      applied: ({ metadata, spec, status }) => {
        if (status.phase === 'Lost') wrong.push(`${metadata.name} lost ${spec.volumeName}`);
        const bound = claims.list(namespace).filter(isClaimBound);
        if (new Set(bound.map((claim) => claim.spec.volumeName)).size < bound.length)
          wrong.push(`${metadata.name} shares ${spec.volumeName}`);
      },
    });
    for (let index = 0; index < volumeCount; index++) {
      await client.create(PersistentVolume, {
        metadata: { name: `volume-${index}` },
        spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: `/srv/${index}` } },
      });
    }
    await simulation.run(60, { edit: (move) => edit(simulation, move) });
    await simulation.converge(async () => {
      const volumes = (await client.list(PersistentVolume)).items;
      for (const volume of volumes) if (volume.status.phase === 'Released') await free(volume, client);
      const all = claims.list(namespace);
      const bound = all.filter((claim) => isClaimBound(claim) && claim.status.phase === 'Bound');
      const taken = volumes.filter(({ status }) => status.phase === 'Bound');
      return bound.length === Math.min(all.length, volumeCount) && taken.length === bound.length;
    });
    assert.deepEqual(wrong, []);
  });
}
