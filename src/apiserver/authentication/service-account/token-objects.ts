import { Node } from '../../../kinds/core/node/index.ts';
import { Pod } from '../../../kinds/core/pod/index.ts';
import { Secret } from '../../../kinds/core/secret.ts';
import { ServiceAccount } from '../../../kinds/core/service-account.ts';
import type { Reader } from '../../reader.ts';

type Maybe<T> = T | undefined | Promise<T | undefined>;

/** As much of an object as decides whether a token that names it still counts. */
export interface Identified {
  readonly metadata: { readonly uid?: string | undefined; readonly deletionTimestamp?: string | null | undefined };
}

export interface IdentifiedSecret extends Identified {
  readonly metadata: Identified['metadata'] & { readonly labels?: Readonly<Record<string, string>> | undefined };
  /** Values in base64. */
  readonly data?: Readonly<Record<string, string>> | undefined;
}

export interface IdentifiedAccount extends Identified {
  /** Those that were made for the account, in clusters that still did so. */
  readonly secrets?: readonly { readonly name?: string | undefined }[] | undefined;
}

export interface IdentifiedPod extends Identified {
  readonly spec?: { readonly serviceAccountName?: string | undefined; readonly nodeName?: string | undefined } | undefined;
}

/** Where the objects that tokens name are looked up. */
export interface TokenObjects {
  serviceAccount(namespace: string, name: string): Maybe<IdentifiedAccount>;
  pod(namespace: string, name: string): Maybe<IdentifiedPod>;
  secret(namespace: string, name: string): Maybe<IdentifiedSecret>;
  node(name: string): Maybe<Identified>;
}

/** Looks among the server's own objects. */
export const tokenObjects = (reader: Reader): TokenObjects => ({
  serviceAccount: (namespace, name) => reader.get(ServiceAccount, { namespace, name }),
  pod: (namespace, name) => reader.get(Pod, { namespace, name }),
  secret: (namespace, name) => reader.get(Secret, { namespace, name }),
  node: (name) => reader.get(Node, { name }),
});
