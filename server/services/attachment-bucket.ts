import type { GetObjectCommand, GetObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { S3AttachmentStore } from '../attachment-options';
import type { ByteRange } from '../rules/byte-range';
import type { AttachmentStore } from './attachment-store';

const PACKAGES = ['@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'];
/** ms */
const CONNECTING = 5000;
/** ms without a byte. */
const SILENT = 60_000;

const TRIES = 3;

/** Loaded where there is a bucket alone: who has none has not these packages. */
async function load() {
  try {
    const [driver, aws] = await Promise.all([
      import('flydrive/drivers/s3'),
      import('@aws-sdk/client-s3'),
    ]);
    return { ...driver, ...aws };
  } catch (error) {
    throw new Error(
      `customer-portal: attachmentStore in S3 needs two packages: npm install ${PACKAGES.join(' ')}`,
      { cause: error },
    );
  }
}

const isMissing = (error: unknown): boolean => {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NotFound' || name === 'NoSuchKey' || $metadata?.httpStatusCode === 404;
};

/** No answer, or one that says that the server is in trouble: not what is wrong with the request. */
const isPassing = (error: unknown): boolean => {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined || status >= 500;
};

/** A bucket of S3, or of a server that speaks like it (MinIO, R2, …); private, and nobody is ever given an address in it. */
export function createBucketStore(options: S3AttachmentStore): AttachmentStore {
  const {
    bucket,
    region,
    endpoint,
    credentials,
    prefix = '',
    forcePathStyle,
    encryption,
  } = options;
  const keyOf = (key: string) => `${prefix}${key.slice(0, 2)}/${key}`;

  async function connect() {
    const { S3Client: Client, S3Driver, HeadBucketCommand } = await load();
    const client: S3Client = new Client({
      region,
      endpoint,
      credentials,
      forcePathStyle: forcePathStyle ?? endpoint !== undefined,
      // Servers that are not Amazon's know no newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECTING, socketTimeout: SILENT },
    });
    const settings = {
      client,
      bucket,
      visibility: 'private',
      supportsACL: false,
      encryption,
    } as const;
    /** flydrive reads whole files; a part of one is the same request with its range. */
    class PartOf extends S3Driver {
      constructor(private readonly range: ByteRange) {
        super(settings);
      }
      protected override createGetObjectCommand(
        by: S3Client,
        input: GetObjectCommandInput,
      ): GetObjectCommand {
        const Range = `bytes=${this.range.start}-${this.range.end}`;
        return super.createGetObjectCommand(by, { ...input, Range });
      }
    }
    return {
      whole: new S3Driver(settings),
      partOf: (range: ByteRange) => new PartOf(range),
      async look() {
        await client.send(new HeadBucketCommand({ Bucket: bucket }));
      },
    };
  }

  let connecting: ReturnType<typeof connect> | undefined;
  const connection = () => {
    connecting ??= connect().catch((error: unknown) => {
      connecting = undefined;
      throw error;
    });
    return connecting;
  };

  return {
    place: `s3://${bucket}/${prefix}`,
    async prepare() {
      await connection();
    },
    async put(key, file) {
      const { whole } = await connection();
      const options = {
        contentLength: (await stat(file)).size,
        contentType: 'application/octet-stream',
      };
      // The AWS packages send a stream once only; the file is here to be read again.
      for (let left = TRIES - 1; ; left -= 1) {
        try {
          await whole.putStream(keyOf(key), createReadStream(file), options);
          break;
        } catch (error) {
          if (left === 0 || !isPassing(error)) throw error;
        }
      }
      await rm(file);
    },
    async sizeOf(key) {
      const { whole } = await connection();
      try {
        return (await whole.getMetaData(keyOf(key))).contentLength;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async open(key, range) {
      const { whole, partOf } = await connection();
      return (range ? partOf(range) : whole).getStream(keyOf(key));
    },
    async remove(key) {
      await (await connection()).whole.delete(keyOf(key));
    },
    check: async () => (await connection()).look(),
  };
}
