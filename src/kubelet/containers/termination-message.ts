import { open } from 'node:fs/promises';
import { isMissingFile } from '../files/missing-file.ts';
import type { ContainerStatus } from '../runtime/container.ts';
import { readContainerAnnotations } from './labels.ts';

// As upstream.
const fileLimitBytes = 4096;
const logLimitBytes = 2048;
const logLimitLines = 80;

/**
 * What a container says about its end: the runtime's words, then what it wrote to the file it may leave a message in or, if it
 * asked for that and failed without one, the end of its log.
 */
export async function terminationMessage(status: ContainerStatus): Promise<string> {
  const { terminationMessagePath, terminationMessagePolicy } = readContainerAnnotations(status.annotations);
  const failed = status.exitCode !== 0 && status.reason !== 'ContainerCannotRun';
  const own =
    (await fromFile(status, terminationMessagePath)) ||
    (failed && terminationMessagePolicy === 'FallbackToLogsOnError' ? await fromLog(status.logPath) : '');
  return [status.message, own].filter(Boolean).join(': ');
}

async function fromFile({ mounts }: ContainerStatus, path: string): Promise<string> {
  const mount = path === '' ? undefined : mounts.find(({ containerPath }) => containerPath === absolute(path));
  if (!mount?.hostPath) return '';
  try {
    return (await lastBytes(mount.hostPath, fileLimitBytes)).toString();
  } catch (error) {
    if (isMissingFile(error)) return '';
    return `Error on reading termination log ${mount.hostPath}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function fromLog(path: string): Promise<string> {
  if (!path) return '';
  try {
    // Each line has a time, a stream and a tag in front.
    const end = (await lastBytes(path, 64 * 1024)).toString();
    const lines = end.split('\n').slice(0, -1).slice(-logLimitLines);
    const text = lines.map((line) => logText.exec(line)).map((match) => (match ? `${match[2] ?? ''}${match[1] === 'F' ? '\n' : ''}` : ''));
    const bytes = Buffer.from(text.join(''));
    return bytes.subarray(Math.max(0, bytes.length - logLimitBytes)).toString();
  } catch (error) {
    if (isMissingFile(error)) return '';
    return `Error on reading termination message from logs: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const logText = /^\S+ (?:stdout|stderr) ([FP])\S* (.*)$/;

const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

async function lastBytes(path: string, limitBytes: number): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const length = Math.min(size, limitBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.subarray(0, bytesRead);
}
