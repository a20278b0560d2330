import type { User } from '../../../model/request.ts';
import { nodesGroup } from '../../authentication/user.ts';

const prefix = 'system:node:';

/** Nodes are known by their group and the form of their name. */
export const isNode = ({ name, groups }: User): boolean => name.startsWith(prefix) && groups.includes(nodesGroup);

/** The node a user is; empty when the user is a node without a name, nothing when it is none. */
export const nodeNameOf = (user: User): string | undefined => (isNode(user) ? user.name.slice(prefix.length) : undefined);
