import type { SpdyHeaders } from './header-block.ts';

/** The frames of SPDY/3.1, without CREDENTIAL, which nobody sends. */
export type Frame =
  | {
      readonly type: 'syn-stream';
      readonly streamId: number;
      readonly associatedStreamId: number;
      /** 0 is the most urgent, 7 the least. */
      readonly priority: number;
      readonly headers: SpdyHeaders;
      readonly fin: boolean;
      readonly unidirectional: boolean;
    }
  | { readonly type: 'syn-reply'; readonly streamId: number; readonly headers: SpdyHeaders; readonly fin: boolean }
  | { readonly type: 'headers'; readonly streamId: number; readonly headers: SpdyHeaders; readonly fin: boolean }
  | { readonly type: 'rst-stream'; readonly streamId: number; readonly status: number }
  | { readonly type: 'settings'; readonly clear: boolean; readonly settings: readonly Setting[] }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'go-away'; readonly lastStreamId: number; readonly status: number }
  | { readonly type: 'window-update'; readonly streamId: number; readonly deltaBytes: number }
  | { readonly type: 'data'; readonly streamId: number; readonly data: Buffer; readonly fin: boolean };

export interface Setting {
  readonly id: number;
  readonly flags: number;
  readonly value: number;
}

export const spdyVersion = 3;

export const frameTypes = {
  'syn-stream': 1,
  'syn-reply': 2,
  'rst-stream': 3,
  settings: 4,
  ping: 6,
  'go-away': 7,
  headers: 8,
  'window-update': 9,
} as const;

export const flags = { fin: 1, unidirectional: 2, clearSettings: 1 } as const;

export const resetStatus = { protocolError: 1, invalidStream: 2, refusedStream: 3, cancel: 5, internalError: 6 } as const;

export const goAwayStatus = { ok: 0, protocolError: 1, internalError: 2 } as const;

export const maxStreamId = 0x7fffffff;
