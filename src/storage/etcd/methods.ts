import type { GrpcMethod } from '../../base/grpc/client.ts';
import {
  compactionRequest,
  headerOnly,
  leaseRequest,
  leaseResponse,
  memberStatus,
  nothing,
  rangeRequest,
  rangeResponse,
  transactionRequest,
  transactionResponse,
  watchRequest,
  watchResponse,
  type LeaseResponse,
  type MemberStatus,
  type RangeRequest,
  type RangeResponse,
  type ResponseHeader,
  type TransactionRequest,
  type TransactionResponse,
  type WatchRequest,
  type WatchResponse,
} from './messages.ts';
import type { Revision } from '../store.ts';

export const range: GrpcMethod<RangeRequest, RangeResponse> = {
  path: '/etcdserverpb.KV/Range',
  request: rangeRequest,
  response: rangeResponse,
};

export const transaction: GrpcMethod<TransactionRequest, TransactionResponse> = {
  path: '/etcdserverpb.KV/Txn',
  request: transactionRequest,
  response: transactionResponse,
};

export const compact: GrpcMethod<{ readonly revision: Revision }, { readonly header: ResponseHeader }> = {
  path: '/etcdserverpb.KV/Compact',
  request: compactionRequest,
  response: headerOnly,
};

export const grantLease: GrpcMethod<{ readonly seconds: number }, LeaseResponse> = {
  path: '/etcdserverpb.Lease/LeaseGrant',
  request: leaseRequest,
  response: leaseResponse,
};

export const watch: GrpcMethod<WatchRequest, WatchResponse> = {
  path: '/etcdserverpb.Watch/Watch',
  request: watchRequest,
  response: watchResponse,
};

export const status: GrpcMethod<object, MemberStatus> = {
  path: '/etcdserverpb.Maintenance/Status',
  request: nothing,
  response: memberStatus,
};
