import type { GrpcMethod } from '../../../base/grpc/client.ts';
import { message, type MessageType } from '../../../base/protobuf/message.ts';
import { text } from '../../../base/protobuf/scalar.ts';

export const runtimeMethod = <Request, Response>(
  name: string,
  request: MessageType<Request>,
  response: MessageType<Response>,
): GrpcMethod<Request, Response> => ({ path: `/runtime.v1.RuntimeService/${name}`, request, response });

export const imageMethod = <Request, Response>(
  name: string,
  request: MessageType<Request>,
  response: MessageType<Response>,
): GrpcMethod<Request, Response> => ({ path: `/runtime.v1.ImageService/${name}`, request, response });

/** A message without fields, which some methods take and many answer with. */
export const nothing = message<object>({});

/** Where a streaming client can connect. */
export const url = message<{ readonly url: string }>({ url: [1, text] });
