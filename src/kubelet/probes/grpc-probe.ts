import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { message } from '../../base/protobuf/message.ts';
import { int32, text } from '../../base/protobuf/scalar.ts';
import { goDuration } from '../containers/go-duration.ts';
import { hostAndPort } from './container-port.ts';
import type { ProbeOutcome } from './outcome.ts';

// grpc.health.v1 of the gRPC project, health.proto.
const checkRequest = message<{ service: string }>({ service: [1, text] });
const checkResponse = message<{ status: number }>({ status: [1, int32] });
const statusNames = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];
const serving = 1;

export interface GrpcProbe {
  readonly host: string;
  readonly port: number;
  readonly service: string;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

export async function probeGrpc({ host, port, service, userAgent, timeoutMs }: GrpcProbe, signal: AbortSignal): Promise<ProbeOutcome> {
  const address = hostAndPort(host, port);
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.primary_user_agent': userAgent,
    'grpc.enable_http_proxy': 0,
    'grpc.use_local_subchannel_pool': 1,
  });
  try {
    const answer = await check(client, service, signal);
    if (answer.status === serving) return { result: 'Success', output: 'service healthy' };
    return {
      result: 'Failure',
      output: `service unhealthy (responded with ${JSON.stringify(statusNames[answer.status] ?? String(answer.status))})`,
    };
  } catch (error) {
    return { result: 'Failure', output: explain(error, { address, timeoutMs, timedOut: signal.aborted }) };
  } finally {
    client.close();
  }
}

function check(client: Client, service: string, signal: AbortSignal): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const { encode } = checkRequest;
    const { decode } = checkResponse;
    const call = client.makeUnaryRequest('/grpc.health.v1.Health/Check', encode, decode, { service }, (error, answer) => {
      signal.removeEventListener('abort', cancel);
      if (error) reject(error);
      else resolve(answer ?? { status: 0 });
    });
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
}

function explain(error: unknown, { address, timeoutMs, timedOut }: { address: string; timeoutMs: number; timedOut: boolean }): string {
  const { code, details } = error as Partial<ServiceError>; // what the client rejects with
  if (timedOut)
    return `timeout: failed to connect service ${JSON.stringify(address)} within ${goDuration(timeoutMs)}: context deadline exceeded`;
  if (code === status.UNIMPLEMENTED)
    return `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${details ?? ''}`;
  if (code === status.UNAVAILABLE) return `error: failed to connect service at ${JSON.stringify(address)}: ${details ?? ''}`;
  return `error: health rpc probe failed: ${details ?? String(error)}`;
}
