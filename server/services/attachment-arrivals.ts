import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** ms; what is older was left by a server that died. */
const STALE = 24 * 60 * 60 * 1000;

/** The folder of files on their way: they are looked at here before they are kept. */
export interface AttachmentArrivals {
  /** A place for a file; whoever asks takes care that it is gone afterwards. */
  place(): Promise<string>;
  /** Streams into such a place; of what is larger than `most` bytes nothing more is kept. */
  take(stream: Readable, most: number): Promise<{ file: string; size: number }>;
}

export function createAttachmentArrivals(folder: string): AttachmentArrivals {
  let prepared: Promise<void> | undefined;

  async function prepare(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      const found = await stat(file).catch(() => null);
      if (found && Date.now() - found.mtimeMs > STALE) await rm(file, { force: true });
    }
  }

  async function place(): Promise<string> {
    prepared ??= prepare().catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    await prepared;
    return path.join(folder, randomBytes(24).toString('hex'));
  }

  return {
    place,
    async take(stream, most) {
      const file = await place();
      // The pipeline would wait for ever for a stream that broke off meanwhile.
      if (stream.destroyed) throw new Error('the upload broke off');
      let size = 0;
      // What is too large is read to its end and not kept: a file that breaks off would hold up the form behind it.
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          if (size > most) return done();
          done(null, chunk);
        },
      });
      try {
        await pipeline(stream, measure, createWriteStream(file, { mode: 0o600 }));
        return { file, size };
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
  };
}

/** The first bytes of a file. */
export async function headOf(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export async function checksumOf(file: string): Promise<string> {
  const checksum = createHash('sha256');
  for await (const chunk of createReadStream(file)) checksum.update(chunk as Buffer);
  return checksum.digest('hex');
}
