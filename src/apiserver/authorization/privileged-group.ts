import { allow, noOpinion, type Authorizer } from './decision.ts';
import { mastersGroup } from '../authentication/user.ts';

/** Lets members of a group do everything, whatever roles there are: the way in when roles are broken. */
export const privilegedGroup =
  (group = mastersGroup): Authorizer =>
  ({ user }) =>
    user.groups.includes(group) ? allow() : noOpinion();
