import { ApiError, forbidden as forbiddenResource } from '../../model/errors.ts';
import type { Attributes } from './attributes.ts';

/** Says who may not do what, and where. */
export function forbidden(attributes: Attributes, reason: string): ApiError {
  const text = messageOf(attributes) + (reason === '' ? '' : `: ${reason}`);
  if (attributes.isResource)
    return forbiddenResource({ group: attributes.group, plural: attributes.resource, name: attributes.name }, text);
  return new ApiError('Forbidden', `forbidden: ${text}`, { details: {} });
}

function messageOf(attributes: Attributes): string {
  const { user, verb } = attributes;
  if (!attributes.isResource) return harmless(`User ${quoted(user.name)} cannot ${verb} path ${quoted(attributes.path)}`);
  const { group, resource, subresource, namespace } = attributes;
  const what = quoted(subresource ? `${resource}/${subresource}` : resource);
  const where = namespace ? `in the namespace ${quoted(namespace)}` : 'at the cluster scope';
  return harmless(`User ${quoted(user.name)} cannot ${verb} resource ${what} in API group ${quoted(group)} ${where}`);
}

const quoted = (text: string) => JSON.stringify(text);

/** Names come from the request: nothing that a browser might take for markup goes back. */
const harmless = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
