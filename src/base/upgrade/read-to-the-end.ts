import type { Duplex } from 'node:stream';

/**
 * Keeps a socket readable when its peer has closed, until all that the peer had sent is read.
 *
 * Servers of exec write output and exit code and close, often while input is still on its way to them; the kernel then
 * answers that input with a reset. Whoever writes again, or reads on, gets an error for it, and Node drops what it had
 * received before. So what cannot be written any more goes nowhere, and a failed read ends reading after what is there.
 */
export function readToTheEnd(socket: Duplex): void {
  const write = socket._write.bind(socket);
  const writeMany = socket._writev?.bind(socket);
  const finish = socket._final.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, unlessByPeer(done));
  if (writeMany) socket._writev = (chunks, done) => writeMany(chunks, unlessByPeer(done));
  socket._final = (done) => finish(unlessByPeer(done));

  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    if (!isByPeer(error) || socket.readableEnded || socket.destroyed) return destroy(error);
    socket.once('end', () => destroy());
    socket.push(null);
    socket.read(0);
    return socket;
  };
}

type Done = (error?: Error | null) => void;

const unlessByPeer =
  (done: Done): Done =>
  (error) =>
    isByPeer(error) ? done() : done(error);

const byPeer = new Set(['read', 'write', 'shutdown']);

const isByPeer = (error: Error | null | undefined): boolean =>
  error instanceof Error && 'syscall' in error && typeof error.syscall === 'string' && byPeer.has(error.syscall);
