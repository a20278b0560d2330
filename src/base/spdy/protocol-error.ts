/** The peer sent what SPDY/3.1 does not allow, or more than we are willing to hold. */
export class SpdyProtocolError extends Error {
  override readonly name = 'SpdyProtocolError';
}

/** The connection ended before the stream did. */
export class SpdyConnectionLostError extends Error {
  override readonly name = 'SpdyConnectionLostError';

  constructor(cause?: unknown) {
    super('SPDY connection lost', { cause });
  }
}

/** The peer does not want the stream. */
export class SpdyStreamRefusedError extends Error {
  override readonly name = 'SpdyStreamRefusedError';
}
