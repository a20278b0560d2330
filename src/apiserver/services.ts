import type { TokenRequestOptions } from './authentication/service-account/token-request.ts';
import type { ConnectionOptions } from 'node:tls';

/** What single subresources need from outside the server. */
export interface Services {
  /** Issues service account tokens; without it there is no `token` subresource. */
  readonly tokens?: Omit<TokenRequestOptions, 'objects'>;
  /** How to reach kubelets; without it there are no logs, exec and the like. */
  readonly kubelets?: KubeletAccess;
}

export interface KubeletAccess {
  /** The API server's own certificate towards kubelets, and whom it trusts. */
  readonly tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;
  /** Kubelets are found under the first of these that a node has. */
  readonly preferredAddressTypes?: readonly string[];
}
