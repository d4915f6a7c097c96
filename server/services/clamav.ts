import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { ClamAvOption, ScanAttachment } from '../attachment-options';

/** ms for one file. */
const LONGEST = 60_000;
/** Longer answers are none of clamd's. */
const LONGEST_ANSWER = 4096;

function ask(at: ClamAvOption, talk: (socket: Socket) => Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = 'socket' in at ? connect(at.socket) : connect(at.port, at.host);
    let answer = '';
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(
      () => fail(new Error(`clamd took longer than ${LONGEST} ms`)),
      LONGEST,
    );
    socket
      .setEncoding('utf8')
      .once('error', fail)
      .on('data', (part: string) => {
        answer += part;
        if (answer.length > LONGEST_ANSWER) fail(new Error('clamd said too much'));
      })
      .once('close', () => {
        clearTimeout(timer);
        resolve(answer.split('\0')[0]?.trim() ?? '');
      });
    // A socket that clamd has closed has its answer: what could not be written any more is no error of its own.
    talk(socket).catch(() => undefined);
  });
}

/** Throws when clamd does not answer. */
export async function pingClamAv(at: ClamAvOption): Promise<void> {
  const answer = await ask(at, async (socket) => void socket.write('zPING\0'));
  if (answer !== 'PONG') throw new Error(`clamd answers ${JSON.stringify(answer)}`);
}

/** Sends files to a clamd by its own protocol (INSTREAM): no folder has to be shared with it. */
export const scanWithClamAv =
  (at: ClamAvOption): ScanAttachment =>
  async ({ path }) => {
    const answer = await ask(at, async (socket) => {
      socket.write('zINSTREAM\0');
      for await (const chunk of createReadStream(path)) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE((chunk as Buffer).length);
        socket.write(length);
        if (!socket.write(chunk as Buffer)) await drained(socket);
        if (socket.destroyed) return;
      }
      socket.write(Buffer.alloc(4));
    });
    if (/: OK$/.test(answer)) return { isClean: true };
    const found = /: (.+) FOUND$/.exec(answer)?.[1];
    if (found !== undefined) return { isClean: false, finding: found };
    throw new Error(`clamd answers ${JSON.stringify(answer)}`);
  };

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('drain', resolve).once('close', () => resolve()));
