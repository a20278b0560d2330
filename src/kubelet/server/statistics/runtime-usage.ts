import type { FilesystemUsage, ImageFilesystems } from '../../runtime/image.ts';
import { RuntimeError } from '../../runtime/runtime-error.ts';
import type { CallOptions, ContainerRuntime } from '../../runtime/runtime.ts';
import type { NetworkInterfaceUsage, NetworkUsage } from '../../runtime/statistics.ts';
import type { InterfaceStatistics, NetworkStatistics } from './summary.ts';

/** What only the runtime knows, by the ids of containers and sandboxes. */
export interface RuntimeUsage {
  readonly fileSystems: ImageFilesystems;
  readonly writableLayers: ReadonlyMap<string, FilesystemUsage>;
  readonly sandboxes: ReadonlyMap<string, SandboxUsage>;
}

export interface SandboxUsage {
  readonly network?: Omit<NetworkStatistics, 'time'> | undefined;
  readonly processes?: number | undefined;
}

export async function readRuntimeUsage({ images, containers, sandboxes }: ContainerRuntime, options: CallOptions): Promise<RuntimeUsage> {
  const [fileSystems, ofContainers, ofSandboxes] = await Promise.all([
    images.filesystems(options),
    containers.listStatistics({}, options),
    orNone(sandboxes.listStatistics({}, options)),
  ]);
  return {
    fileSystems,
    writableLayers: new Map(
      ofContainers.flatMap(({ attributes, writableLayer }) => (writableLayer ? [[attributes.id, writableLayer]] : [])),
    ),
    sandboxes: new Map(
      ofSandboxes.map(({ attributes, linux }) => [
        attributes.id,
        { network: linux?.network && networkOf(linux.network), processes: linux?.processes?.count },
      ]),
    ),
  };
}

/** Older runtimes do not tell about sandboxes. */
async function orNone<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await list;
  } catch (error) {
    if (RuntimeError.is(error, 'Unimplemented')) return [];
    throw error;
  }
}

function networkOf({ defaultInterface, interfaces }: NetworkUsage): Omit<NetworkStatistics, 'time'> {
  const main = defaultInterface && interfaceOf(defaultInterface);
  return { ...main, interfaces: [...(main ? [main] : []), ...interfaces.map(interfaceOf)] };
}

const interfaceOf = ({ name, receivedBytes, receiveErrors, sentBytes, sendErrors }: NetworkInterfaceUsage): InterfaceStatistics => ({
  name,
  rxBytes: receivedBytes,
  rxErrors: receiveErrors,
  txBytes: sentBytes,
  txErrors: sendErrors,
});
