import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../base/atomic-file.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** What is kept about a node so that another process can find it, take it over or remove it. */
export interface NodeRecord {
  readonly name: string;
  readonly index: number;
  readonly address: string;
  readonly podCidr: string;
  /** The first process of the node: everything in the node ends with it. */
  readonly init: ProcessIdentity;
}

export const nodeFolder = (dataFolder: string, name: string): string => join(dataFolder, 'nodes', name);

const recordPath = (dataFolder: string, name: string) => join(nodeFolder(dataFolder, name), 'node.json');

export const writeNodeRecord = (dataFolder: string, record: NodeRecord): Promise<void> =>
  writeFileAtomically(recordPath(dataFolder, record.name), JSON.stringify(record));

export const readNodeRecord = (dataFolder: string, name: string): Promise<NodeRecord | undefined> =>
  unlessMissing(async () => JSON.parse(await readFile(recordPath(dataFolder, name), 'utf8')));

/** Those that have a folder, whether or not they got as far as a record. */
export const nodeNames = async (dataFolder: string): Promise<string[]> =>
  (await unlessMissing(() => readdir(join(dataFolder, 'nodes')))) ?? [];

export async function readNodeRecords(dataFolder: string): Promise<NodeRecord[]> {
  const records = await Promise.all((await nodeNames(dataFolder)).map((name) => readNodeRecord(dataFolder, name)));
  return records.filter((record) => record !== undefined);
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
