import { Readable } from 'node:stream';
import { createDeflate, createGunzip, createGzip, createInflate } from 'node:zlib';
import { linkAttributes, rewrittenLink, type Proxied } from './rewrite.ts';

/** What an HTML page may be compressed by, for its links to be seen, and how to undo and do it again. */
const codings: Readonly<Record<string, (page: Readable, rewrite: (text: Readable) => Readable) => Readable>> = {
  '': (page, rewrite) => rewrite(page),
  gzip: (page, rewrite) => rewrite(page.pipe(createGunzip())).pipe(createGzip()),
  deflate: (page, rewrite) => rewrite(page.pipe(createInflate())).pipe(createDeflate()),
};

/** An HTML page whose links to the same server lead through the proxy. Pages in an encoding nobody here knows stay as they are. */
export async function rewrittenPage(page: Readable, { encoding, proxied }: { encoding: string; proxied: Proxied }): Promise<Readable> {
  const coding = codings[encoding];
  if (!coding) return page;
  // Few servers ever pass on a page.
  const { RewritingStream } = await import('parse5-html-rewriting-stream');
  const rewriter = new RewritingStream();
  rewriter.on('startTag', (tag) => {
    const names = linkAttributes[tag.tagName] ?? [];
    const links = tag.attrs.filter(({ name }) => names.includes(name));
    for (const link of links) link.value = rewrittenLink(link.value, proxied);
    rewriter.emitStartTag(tag);
  });
  return coding(page, (text) => Readable.from(text.setEncoding('utf8')).pipe(rewriter));
}
