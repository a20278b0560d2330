import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../base/atomic-file.ts';
import { identify, isAlive, type ProcessIdentity } from '../local-node/process-identity.ts';

/** What other commands have to know about a running cluster. */
export interface ClusterRecord {
  readonly process: ProcessIdentity;
  readonly port: number;
  readonly nodes: readonly string[];
  /** The file that got the cluster's context. */
  readonly kubeconfig: string;
}

const recordPath = (dataFolder: string): string => join(dataFolder, 'cluster.json');

export async function writeClusterRecord(dataFolder: string, record: Omit<ClusterRecord, 'process'>): Promise<void> {
  const own = await identify(process.pid);
  await writeFileAtomically(recordPath(dataFolder), JSON.stringify({ process: own, ...record }));
}

export const removeClusterRecord = (dataFolder: string): Promise<void> => rm(recordPath(dataFolder), { force: true });

/** The record of a cluster whose control plane runs. */
export async function runningCluster(dataFolder: string): Promise<ClusterRecord | undefined> {
  let record: ClusterRecord;
  try {
    record = JSON.parse(await readFile(recordPath(dataFolder), 'utf8')) as ClusterRecord;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${recordPath(dataFolder)} cannot be read; remove it if no cluster runs`, { cause: error });
  }
  return (await isAlive(record.process)) ? record : undefined;
}
