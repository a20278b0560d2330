import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { withDeadline } from '../../src/base/deadline.ts';
import { currentKubectls, runToEnd, type Kubectl } from '../support/kubectl.ts';
import type { LocalCluster } from '../support/local-cluster.ts';
import { nginx, openSpace, podOf } from './space.ts';

const programs = await currentKubectls();

/** Commands that carry bytes to containers and back. */
export function streams(cluster: () => LocalCluster): void {
  describe('streams', { concurrency: true }, () => {
    for (const program of programs) {
      test(`exec passes input, output, errors, the exit code and a terminal (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        const { kubectl } = space;
        await kubectl.apply(podOf('box'));
        await space.untilReady('box');

        assert.equal(await kubectl('exec', 'box', '--', 'echo', 'a b', '$c'), 'a b $c\n');
        assert.deepEqual(await kubectl.run(['exec', '-i', 'box', '--', 'sh', '-c', 'cat; echo oops >&2; exit 7'], { input: 'text' }), {
          code: 7,
          stdout: 'text',
          stderr: 'oops\ncommand terminated with exit code 7\n',
        });
        const sum = await kubectl.run(['exec', '-i', 'box', '--', 'md5sum'], { input: Buffer.alloc(8 << 20, 'x') });
        assert.equal(
          sum.stdout,
          `${createHash('md5')
            .update(Buffer.alloc(8 << 20, 'x'))
            .digest('hex')}  -\n`,
        );
        assert.equal((await kubectl('exec', 'box', '--', 'sh', '-c', 'head -c 8388608 /dev/zero')).length, 8 << 20);
        assert.match((await kubectl.run(['exec', 'box', '--', 'no-such-command'])).stderr, /no-such-command/);
        assert.match(
          await inTerminal(kubectl, ['exec', '-it', 'box', '--', 'sh'], 'stty size; tty; exit 3\n'),
          /24 80\r\n\/dev\/pts\/0\r\n[^]*exit code 3/,
        );
      });

      test(`logs are shown, followed to the end, and kept of the container before (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        const { kubectl } = space;
        await kubectl.apply(
          podOf('talker', {
            script: 'echo one; echo two >&2; until [ -e /tmp/go ]; do sleep 0.05; done; echo three; exit 1',
            spec: { restartPolicy: 'OnFailure' },
          }),
        );
        await space.untilReady('talker');
        assert.deepEqual((await kubectl('logs', 'talker')).split('\n').toSorted(), ['', 'one', 'two']);
        assert.match(await kubectl('logs', 'talker', '--timestamps', '--tail=1'), /^\d{4}-\d\d-\d\dT[\d:.]+Z (one|two)\n$/);
        assert.equal(await kubectl('logs', 'talker', '--since=1s', '--tail=0'), '');
        const followed = kubectl('logs', '-f', 'talker', '--tail=0');
        await space.shell('talker', 'touch /tmp/go');
        assert.equal(await followed, 'three\n');
        await space.untilPod(
          'talker',
          'restarted',
          ({ status }) => status.containerStatuses?.[0]?.restartCount === 1 && status.containerStatuses[0].state?.running !== undefined,
        );
        assert.match(await kubectl('logs', '--previous', 'talker'), /three/);
        assert.doesNotMatch(await kubectl('logs', 'talker'), /three/);
        assert.match((await kubectl.run(['logs', 'talker', '-c', 'other'])).stderr, /container other is not valid for pod talker/);
      });

      test(`files are copied both ways (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        const folder = await mkdtemp(join(tmpdir(), 'kubets-cp-'));
        try {
          await space.kubectl.apply(podOf('box'));
          await space.untilReady('box');
          const content = Buffer.from(Array.from({ length: 3 << 20 }, (_, at) => at * at));
          await writeFile(join(folder, 'there'), content);
          await space.kubectl('cp', join(folder, 'there'), 'box:/tmp/file');
          await space.kubectl('cp', 'box:/tmp/file', join(folder, 'back'));
          assert.ok(content.equals(await readFile(join(folder, 'back'))));
        } finally {
          await rm(folder, { recursive: true });
        }
      });

      test(`port-forward reaches a pod and a service, as often as asked (kubectl ${program.version})`, async () => {
        await using space = await openSpace(cluster(), program);
        const { kubectl } = space;
        await kubectl('run', 'web', `--image=${nginx}`, '--port=80', '--expose');
        await space.untilReady('web');
        for (const target of ['pod/web', 'service/web']) {
          await using forward = await portForward(kubectl, target, 80);
          for (let time = 0; time < 3; time += 1) {
            const answer = await fetch(`http://127.0.0.1:${forward.port}/host`);
            assert.match(await answer.text(), /^web /);
          }
          const together = await Promise.all(
            Array.from({ length: 8 }, () => fetch(`http://127.0.0.1:${forward.port}/`).then(({ status }) => status)),
          );
          assert.deepEqual(new Set(together), new Set([200]));
        }
        await using closed = await portForward(kubectl, 'pod/web', 81);
        const socket = connect(closed.port, '127.0.0.1');
        // Whichever way the end comes: nobody listens behind it.
        socket.on('error', () => {});
        socket.resume();
        await withDeadline(once(socket, 'close'), { timeoutMs: 30_000, otherwise: 'the connection stays open', clock: systemClock });
      });
    }

    test('attach joins a running container, and run --rm -i gives its output', async () => {
      await using space = await openSpace(cluster());
      const { kubectl } = space;
      const output = await kubectl.run(
        [
          'run',
          'once',
          '--rm',
          '-i',
          '--restart=Never',
          '--image=localhost/busybox:1',
          '--pod-running-timeout=1m',
          '--',
          'sh',
          '-c',
          'read line; echo "got $line"',
        ],
        { input: 'word\n' },
      );
      assert.match(output.stdout, /got word/);
      assert.equal(output.code, 0, output.stderr);
    });

    test('debug adds a container to a running pod', async () => {
      await using space = await openSpace(cluster());
      await space.kubectl.apply(podOf('box'));
      await space.untilReady('box');
      await space.kubectl(
        'debug',
        'box',
        '--image=localhost/busybox:1',
        '--container=look',
        '--target=main',
        '--profile=general',
        '--',
        'sleep',
        '3600',
      );
      await space.untilPod('box', 'debugged', ({ status }) => status.ephemeralContainerStatuses?.[0]?.state?.running !== undefined);
      assert.match(await space.shell('box', 'ps', '-c', 'look'), /sleep 3600/);
    });
  });
}

/** What a terminal shows that runs the command. */
async function inTerminal(kubectl: Kubectl, args: readonly string[], input: string): Promise<string> {
  const words = kubectl.line(...args).map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const { stdout } = await runToEnd(
    'script',
    ['--quiet', '--return', '--command', `stty rows 24 cols 80; ${words.join(' ')}`, '/dev/null'],
    { input },
  );
  return stdout;
}

async function portForward(kubectl: Kubectl, target: string, port: number): Promise<{ readonly port: number } & AsyncDisposable> {
  const [program, ...args] = kubectl.line('port-forward', target, `:${port}`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.resume();
  const ended = once(child, 'close');
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
  const [, local] =
    /127\.0\.0\.1:(\d+) ->/.exec(await withDeadline(line, { timeoutMs: 30_000, otherwise: 'it forwards nothing', clock: systemClock })) ??
    [];
  return {
    port: Number(local),
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
    },
  };
}
