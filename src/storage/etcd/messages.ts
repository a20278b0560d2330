import { list, optional } from '../../base/protobuf/composite.ts';
import { message } from '../../base/protobuf/message.ts';
import { bytes, choice, exactInt64, flag, int64, text } from '../../base/protobuf/scalar.ts';
import type { WireType } from '../../base/protobuf/wire-type.ts';
import type { Revision } from '../store.ts';

/** The part of etcd's API that a store needs, as far as it needs it: packages etcdserverpb and mvccpb. */

/** Keys are text here, as those of all our stores. */
const key: WireType<string> = text;

export interface ResponseHeader {
  /** Of the store when the answer was made. */
  readonly revision: Revision;
}

const header = message<ResponseHeader>({ revision: [3, int64] });

export interface KeyValue {
  readonly key: string;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  /** How often the key was written since it was created. */
  readonly version: number;
  readonly value: Uint8Array;
}

const keyValue = message<KeyValue>({
  key: [1, key],
  createRevision: [2, int64],
  modRevision: [3, int64],
  version: [4, int64],
  value: [5, bytes],
});

export interface RangeRequest {
  readonly key: string;
  /** The first key behind the range; left out, the range is the one key. */
  readonly rangeEnd?: string | undefined;
  readonly limit?: number | undefined;
  /** 0 is now. */
  readonly revision?: Revision | undefined;
  readonly keysOnly?: boolean | undefined;
  readonly countOnly?: boolean | undefined;
}

export const rangeRequest = message<RangeRequest>({
  key: [1, key],
  rangeEnd: [2, optional(text)],
  limit: [3, optional(int64)],
  revision: [4, optional(int64)],
  keysOnly: [8, optional(flag)],
  countOnly: [9, optional(flag)],
});

export interface RangeResponse {
  readonly header: ResponseHeader;
  readonly entries: readonly KeyValue[];
  readonly more: boolean;
  /** How many there are in the range, whatever the limit. */
  readonly count: number;
}

export const rangeResponse = message<RangeResponse>({
  header: [1, header],
  entries: [2, list(keyValue)],
  more: [3, flag],
  count: [4, int64],
});

export interface Put {
  readonly key: string;
  readonly value: Uint8Array;
  /** Of no lease, unless given. */
  readonly lease?: bigint | undefined;
}

export interface RequestOperation {
  readonly range?: RangeRequest | undefined;
  readonly put?: Put | undefined;
  readonly remove?: { readonly key: string } | undefined;
}

const requestOperation = message<RequestOperation>({
  range: [1, optional(rangeRequest)],
  put: [2, optional(message<Put>({ key: [1, key], value: [2, bytes], lease: [3, optional(exactInt64)] }))],
  remove: [3, optional(message<{ readonly key: string }>({ key: [1, key] }))],
});

/** Of the operations' answers, only that of a range tells something new. */
const responseOperation = message<{ readonly range?: RangeResponse | undefined }>({ range: [1, optional(rangeResponse)] });

/** Equal to the given revision or version. */
export interface Comparison {
  readonly target: 'Version' | 'CreateRevision' | 'ModRevision';
  readonly key: string;
  readonly version?: number | undefined;
  readonly modRevision?: Revision | undefined;
}

const comparison = message<Comparison>({
  target: [2, choice(['Version', 'CreateRevision', 'ModRevision'])],
  key: [3, key],
  version: [4, optional(int64)],
  modRevision: [6, optional(int64)],
});

export interface TransactionRequest {
  readonly compare: readonly Comparison[];
  readonly success: readonly RequestOperation[];
  readonly failure: readonly RequestOperation[];
}

export const transactionRequest = message<TransactionRequest>({
  compare: [1, list(comparison)],
  success: [2, list(requestOperation)],
  failure: [3, list(requestOperation)],
});

export interface TransactionResponse {
  readonly header: ResponseHeader;
  readonly succeeded: boolean;
  readonly responses: readonly { readonly range?: RangeResponse | undefined }[];
}

export const transactionResponse = message<TransactionResponse>({
  header: [1, header],
  succeeded: [2, flag],
  responses: [3, list(responseOperation)],
});

/** Etcd gives the lease its name. */
export const leaseRequest = message<{ readonly seconds: number }>({ seconds: [1, int64] });

export interface LeaseResponse {
  readonly header: ResponseHeader;
  readonly id: bigint;
}

export const leaseResponse = message<LeaseResponse>({ header: [1, header], id: [2, exactInt64] });

export const compactionRequest = message<{ readonly revision: Revision }>({ revision: [1, int64] });

export const headerOnly = message<{ readonly header: ResponseHeader }>({ header: [1, header] });

export const nothing = message<object>({});

export interface WatchCreation {
  readonly key: string;
  readonly rangeEnd: string | undefined;
  readonly startRevision: Revision;
  readonly previous: boolean;
}

/** One of the two. */
export interface WatchRequest {
  readonly create?: WatchCreation | undefined;
  readonly progress?: object | undefined;
}

export const watchRequest = message<WatchRequest>({
  create: [
    1,
    optional(message<WatchCreation>({ key: [1, key], rangeEnd: [2, optional(text)], startRevision: [3, int64], previous: [6, flag] })),
  ],
  progress: [3, optional(nothing)],
});

export interface WatchedEvent {
  readonly type: 'Put' | 'Delete';
  /** Of a deletion, only its key and revision. */
  readonly entry: KeyValue;
  readonly previous?: KeyValue | undefined;
}

export interface WatchResponse {
  readonly header: ResponseHeader;
  readonly created: boolean;
  readonly cancelled: boolean;
  /** Above 0 where the watch was to begin with what is compacted. */
  readonly compactRevision: Revision;
  readonly cancelReason: string;
  readonly events: readonly WatchedEvent[];
}

export const watchResponse = message<WatchResponse>({
  header: [1, header],
  created: [3, flag],
  cancelled: [4, flag],
  compactRevision: [5, int64],
  cancelReason: [6, text],
  events: [
    11,
    list(message<WatchedEvent>({ type: [1, choice(['Put', 'Delete'])], entry: [2, keyValue], previous: [3, optional(keyValue)] })),
  ],
});

export interface MemberStatus {
  readonly header: ResponseHeader;
  /** Such as `3.5.16`. */
  readonly version: string;
  /** What its file takes. */
  readonly sizeBytes: number;
}

export const memberStatus = message<MemberStatus>({ header: [1, header], version: [2, text], sizeBytes: [3, int64] });
