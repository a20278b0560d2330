/** What containers may be told of their node. */
export interface NodeFacts {
  /** The node's addresses, the main one first. */
  hostIps(): readonly string[];
  /** What the node has to give to pods: `status.allocatable`. */
  allocatable(): Readonly<Record<string, string>>;
}
