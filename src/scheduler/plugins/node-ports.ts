import { crowded, type Plugin } from '../plugin.ts';
import { conflicts, hostPortsOf } from '../snapshot/host-ports.ts';

const rejection = crowded("node(s) didn't have free ports for the requested pod ports");

/** Two pods cannot have the same port of a node. */
export const nodePorts: Plugin = {
  name: 'NodePorts',

  filter({ hostPorts: wanted }) {
    if (wanted.length === 0) return undefined;
    return {
      reject: ({ hostPorts: used }) => (used.some((taken) => wanted.some((port) => conflicts(port, taken))) ? rejection : undefined),
    };
  },

  mayHelp({ hostPorts: wanted }, event) {
    if (event.type === 'node added') return true;
    if (event.type !== 'pod gone') return false;
    return hostPortsOf(event.pod).some((freed) => wanted.some((port) => conflicts(port, freed)));
  },
};
