import type { Parameter } from './operation.ts';

const query = (type: Parameter['type'], name: string, description: string): Parameter => ({ name, in: 'query', type, description });

export const pathParameter = (name: string, description: string): Parameter => ({ name, in: 'path', type: 'string', description });

export const namespace = pathParameter('namespace', 'The namespace that the objects are in.');

export const pretty = query('string', 'pretty', 'If true, the answer is indented. It is by default for browsers, curl and wget.');

const dryRun = query(
  'string',
  'dryRun',
  'With All, everything is done but storing, and the answer is the one that storing would have had.',
);
const fieldManager = query(
  'string',
  'fieldManager',
  'Who makes this change, for the record of who owns which field; at most 128 characters.',
);
const applyManager = query(
  'string',
  'fieldManager',
  'Who makes this change, for the record of who owns which field; at most 128 characters. Required to apply.',
);
const fieldValidation = query(
  'string',
  'fieldValidation',
  'What becomes of unknown and duplicate fields: Ignore drops them, Warn drops them with a warning (the default), Strict refuses the request.',
);
const force = query('boolean', 'force', 'Takes over fields of other managers when applying. Not for other patches.');

export const writeParameters = [dryRun, fieldManager, fieldValidation];
export const patchParameters = [dryRun, applyManager, fieldValidation, force];

export const deleteParameters = [
  dryRun,
  query('integer', 'gracePeriodSeconds', 'How long the object has to end; 0 deletes at once. What the kind says when not given.'),
  query(
    'boolean',
    'ignoreStoreReadErrorWithClusterBreakingPotential',
    'Deletes even an object that cannot be read from the store, without regard to finalizers.',
  ),
  query('boolean', 'orphanDependents', 'Deprecated: use propagationPolicy. Whether what the object owns stays.'),
  query('string', 'propagationPolicy', 'What becomes of what the object owns: Orphan, Background or Foreground.'),
];

const selection = [
  query('string', 'continue', 'Where to go on, as the answer before said; it holds for a few minutes.'),
  query('string', 'fieldSelector', 'Only objects whose fields have these values.'),
  query('string', 'labelSelector', 'Only objects whose labels match.'),
  query('integer', 'limit', 'At most so many objects; the answer says where to go on.'),
  query('string', 'resourceVersion', 'Which version of the data to show, or to begin watching at.'),
  query('string', 'resourceVersionMatch', 'How resourceVersion is meant when listing: Exact or NotOlderThan.'),
  query('boolean', 'sendInitialEvents', 'Whether a watch begins with what there is, followed by a bookmark.'),
  query('string', 'shardSelector', 'Only objects of one shard of the collection.'),
  query('integer', 'timeoutSeconds', 'How long a list may take or a watch lasts.'),
];

export const listParameters = [
  query('boolean', 'allowWatchBookmarks', 'Whether a watch may send bookmarks, which tell nothing but how far it has come.'),
  ...selection,
  query('boolean', 'watch', 'Tells changes as they happen rather than a list.'),
];

export const deleteCollectionParameters = [...deleteParameters, ...selection];

/** Of subresources, by kind of what they take. */
const proxyPath = (what: string) => [query('string', 'path', `The path, and what follows it, that is asked of the ${what}.`)];

export const connectParameters: Readonly<Record<string, readonly Parameter[]>> = {
  PodAttachOptions: [
    query('string', 'container', 'The container to attach to; the only one there is when not given.'),
    query('boolean', 'stderr', 'Whether to send what the container writes to standard error. True by default.'),
    query('boolean', 'stdin', 'Whether to pass standard input on to the container.'),
    query('boolean', 'stdout', 'Whether to send what the container writes to standard output. True by default.'),
    query('boolean', 'tty', 'Whether the container has a terminal, which has one output only.'),
  ],
  PodExecOptions: [
    query('string', 'command', 'The command with its arguments, each a parameter of its own. No shell is involved.'),
    query('string', 'container', 'The container to run the command in; the only one there is when not given.'),
    query('boolean', 'stderr', 'Whether to send what the command writes to standard error.'),
    query('boolean', 'stdin', 'Whether to pass standard input on to the command.'),
    query('boolean', 'stdout', 'Whether to send what the command writes to standard output.'),
    query('boolean', 'tty', 'Whether to give the command a terminal.'),
  ],
  PodPortForwardOptions: [query('integer', 'ports', 'The ports to forward, where connections travel over WebSocket.')],
  NodeProxyOptions: proxyPath('node'),
  PodProxyOptions: proxyPath('pod'),
  ServiceProxyOptions: proxyPath('service'),
};

export const proxiedPath = pathParameter('path', 'The path that is asked.');

export const logParameters = [
  query('string', 'container', 'The container whose log to show; the only one there is when not given.'),
  query('boolean', 'follow', 'Goes on with what the container writes from now on.'),
  query('boolean', 'insecureSkipTLSVerifyBackend', 'Does not check who the kubelet is.'),
  query('integer', 'limitBytes', 'Ends after so many bytes, possibly within a line.'),
  query('boolean', 'previous', 'Shows the log of the instance before the last restart.'),
  query('integer', 'sinceSeconds', 'Only what is no older than this.'),
  query('string', 'stream', 'All, Stdout or Stderr.'),
  query('integer', 'tailLines', 'Only so many lines from the end.'),
  query('boolean', 'timestamps', 'Puts the time before each line.'),
];
