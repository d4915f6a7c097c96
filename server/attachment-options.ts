import path from 'node:path';

/** A file that is looked at before it is kept. It lies on this server's disk for as long as that takes. */
export interface ScannedFile {
  path: string;
  /** As the customer named it, cleaned. */
  name: string;
  /** By its bytes. */
  mimeType: string;
  /** Bytes. */
  size: number;
}

/** Looks at one file. What throws, or takes longer than two minutes, has not looked at it. */
export type ScanAttachment = (
  file: ScannedFile,
) => Promise<{ isClean: boolean; /** For the log: what was found. */ finding?: string }>;

/** Where clamd listens. */
export type ClamAvOption = { host: string; port: number } | { socket: string };

/** A bucket of S3, or of a server that speaks like it. It must be private. */
export interface S3AttachmentStore {
  driver: 's3';
  bucket: string;
  /** `eu-central-1`; servers that have none take `us-east-1`. */
  region: string;
  /** Of a server that is not Amazon's: `https://minio.example.com`. */
  endpoint?: string;
  /** Left out, the AWS packages look for them as they do everywhere: environment, profile, role of the machine. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** What every name in the bucket begins with: `portal/`. */
  prefix?: string;
  /** The bucket stands in the path of the address and not in its host; true where `endpoint` is given. */
  forcePathStyle?: boolean;
  /** How the bucket's server encrypts what it keeps. */
  encryption?: 'AES256' | 'aws:kms';
}

export interface AttachmentOptions {
  /**
   * Folder of attachments, outside the public folder; '' is `.customer-portal/attachments` in the application. With a
   * bucket only files on their way lie here, below `incoming`.
   */
  attachmentsDir: string;
  /** Where attachments are kept: in the folder, which several nodes have to share, or in a bucket. */
  attachmentStore: { driver: 'local' } | S3AttachmentStore;
  /** Bytes of one attachment; a portal may ask for less. */
  attachmentSize: number;
  /** Attachments of one message; a portal may ask for fewer. */
  attachmentCount: number;
  /** Bytes of all attachments of one message. */
  attachmentTotal: number;
  /** Looks at every file before it is kept; goes before `clamav`. null looks at none. */
  scanAttachment: ScanAttachment | null;
  /** A ClamAV daemon that looks at every file before it is kept; null is none. */
  clamav: ClamAvOption | null;
  /** Takes files that could not be looked at. */
  scanFailOpen: boolean;
}

const MB = 1024 * 1024;

export const attachmentDefaults = (): AttachmentOptions => ({
  attachmentsDir: '',
  attachmentStore: { driver: 'local' },
  attachmentSize: 25 * MB,
  attachmentCount: 10,
  attachmentTotal: 250 * MB,
  scanAttachment: null,
  clamav: null,
  scanFailOpen: false,
});

const wrong = (message: string): never => {
  throw new Error(`customer-portal: ${message}`);
};
const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Throws with the option's name and what it must be. */
export function checkAttachmentOptions(config: AttachmentOptions): void {
  for (const name of ['attachmentSize', 'attachmentCount', 'attachmentTotal'] as const)
    if (!Number.isFinite(config[name]) || config[name] < 0)
      wrong(`${name} must be a number of at least 0`);
  if (config.attachmentsDir !== '' && !path.isAbsolute(config.attachmentsDir))
    wrong('attachmentsDir must be an absolute path');
  if (config.scanAttachment !== null && typeof config.scanAttachment !== 'function')
    wrong('scanAttachment must be a function');
  if (typeof config.scanFailOpen !== 'boolean') wrong('scanFailOpen must be true or false');
  checkClamAv(config.clamav);
  checkStore(config.attachmentStore);
}

function checkClamAv(clamav: AttachmentOptions['clamav']): void {
  if (clamav === null) return;
  const { host, port, socket } = clamav as Partial<{ host: string; port: number; socket: string }>;
  const isAddress = isFilled(host) && Number.isInteger(port) && socket === undefined;
  const isSocket = isFilled(socket) && host === undefined && port === undefined;
  if (!isAddress && !isSocket)
    wrong(
      "clamav must be { host: '127.0.0.1', port: 3310 } or { socket: '/run/clamav/clamd.ctl' }",
    );
}

function checkStore(store: AttachmentOptions['attachmentStore']): void {
  if (store.driver === 'local') return;
  if (store.driver !== 's3')
    wrong(
      `attachmentStore.driver must be 'local' or 's3', not '${String((store as { driver: unknown }).driver)}'`,
    );
  for (const name of ['bucket', 'region'] as const)
    if (!isFilled(store[name])) wrong(`attachmentStore.${name} must be a text`);
  const { endpoint, credentials, prefix = '', encryption } = store;
  if (endpoint !== undefined && !/^https?:$/.test(protocolOf(endpoint)))
    wrong(
      `attachmentStore.endpoint must be an address such as https://s3.example.com, not '${endpoint}'`,
    );
  if (credentials !== undefined)
    for (const name of ['accessKeyId', 'secretAccessKey'] as const)
      if (!isFilled(credentials[name])) wrong(`attachmentStore.credentials.${name} must be a text`);
  if (typeof prefix !== 'string' || !/^([\w.-]+\/)*$/.test(prefix))
    wrong("attachmentStore.prefix must be '' or end with a slash, such as portal/");
  if (encryption !== undefined && encryption !== 'AES256' && encryption !== 'aws:kms')
    wrong("attachmentStore.encryption must be 'AES256' or 'aws:kms'");
}

const protocolOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).protocol : '';
