import type { ConnectionOptions } from 'node:tls';

/** What single subresources need from outside the server. */
export interface Services {
  /** Issues service account tokens; without it there is no `token` subresource. */
  readonly tokens?: TokenIssuer;
  /** How to reach kubelets; without it there are no logs, exec and the like. */
  readonly kubelets?: KubeletAccess;
}

export interface TokenIssuer {
  /** For whom tokens are that name no audience. */
  readonly audiences: readonly string[];
  issue(request: TokenIssueRequest): Promise<{ readonly token: string; readonly expirationTimestamp: string }>;
}

export interface TokenIssueRequest {
  readonly serviceAccount: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  /** The object whose deletion ends the token, and the node of a pod. */
  readonly boundTo?: { readonly kind: 'Pod' | 'Secret' | 'Node'; readonly name: string; readonly uid: string };
  readonly node?: { readonly name: string; readonly uid?: string };
}

export interface KubeletAccess {
  /** The API server's own certificate towards kubelets, and whom it trusts. */
  readonly tls: Pick<ConnectionOptions, 'ca' | 'cert' | 'key'>;
  /** Kubelets are found under the first of these that a node has. */
  readonly preferredAddressTypes?: readonly string[];
}
