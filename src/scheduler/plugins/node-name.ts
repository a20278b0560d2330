import { unfit, type Plugin } from '../plugin.ts';

const rejection = unfit("node(s) didn't match the requested node name");

/** A pod that names its node fits no other. Also who waits for the first node of the cluster is woken by this plugin. */
export const nodeName: Plugin = {
  name: 'NodeName',

  filter({ pod }) {
    const wanted = pod.spec.nodeName;
    return wanted ? { reject: ({ name }) => (name === wanted ? undefined : rejection) } : undefined;
  },

  mayHelp: (_pod, event) => event.type === 'node added',
};
