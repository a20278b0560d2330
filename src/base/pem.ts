/** A block of a PEM file (RFC 7468). */
export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
}

const block = /^-----BEGIN ([^\n\r]*?)-----[ \t]*\r?\n([^]*?)^-----END \1-----[ \t]*$/gm;

/** The blocks in the text; what stands between them is ignored. */
export const readPem = (text: string): PemBlock[] =>
  [...text.matchAll(block)].map(([, type = '', body = '']) => {
    const lines = body.split(/\r?\n/);
    const data = lines.filter((line) => !line.includes(':'));
    return { type, hasHeaders: data.length < lines.length, bytes: Buffer.from(data.join(''), 'base64') };
  });
