import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pingClamAv } from '../../server/services/clamav';
import { findClamd } from './find-clamd';
import { freePort } from './free-port';

export const CLAMD = findClamd();
/** What the one signature of our clamd finds. */
export const INFECTED = 'X-CUSTOMER-PORTAL-TEST-SIGNATURE-X';
export const FINDING = 'CustomerPortal.Test';

export interface Clamd {
  socket: string;
  /** Where it listens at 127.0.0.1 beside its socket. */
  port: number;
  /** It goes away, as it does when its machine restarts. */
  stop(): Promise<void>;
}

/** A real clamd with a signature of ours alone, so that nothing is downloaded and it starts at once. */
export async function startClamd(): Promise<Clamd> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cp-clamd-'));
  const socket = path.join(folder, 'clamd.sock');
  const port = await freePort();
  mkdirSync(path.join(folder, 'db'));
  const signature = Buffer.from(INFECTED).toString('hex');
  writeFileSync(path.join(folder, 'db', 'test.ndb'), `${FINDING}:0:*:${signature}\n`);
  writeFileSync(
    path.join(folder, 'clamd.conf'),
    [
      'Foreground yes',
      `LocalSocket ${socket}`,
      `TCPSocket ${port}`,
      'TCPAddr 127.0.0.1',
      `DatabaseDirectory ${path.join(folder, 'db')}`,
      `TemporaryDirectory ${folder}`,
      'StreamMaxLength 1M',
      // Memory of nobody else's size is looked at when it starts.
      'ConcurrentDatabaseReload no',
      '',
    ].join('\n'),
  );
  const child = spawn(CLAMD, ['--config-file', path.join(folder, 'clamd.conf')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => (said += part.toString()));
  await untilItAnswers(socket, child, () => said);
  return {
    socket,
    port,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(
  socket: string,
  child: ChildProcess,
  said: () => string,
): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const isThere = await pingClamAv({ socket }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`clamd does not start: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
