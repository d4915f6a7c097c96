import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What a browser gets of the server, as far as a device reads it. */
interface Options {
  challenge: string;
  rp?: { id: string };
  rpId?: string;
  user?: { id: string; name: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
}

/** What may be wrong with an answer; left out, it is right. */
export interface Lies {
  /** Where the browser says that it is. */
  origin?: string;
  /** Whom the device signs for. */
  host?: string;
  challenge?: string;
  type?: string;
  isPresent?: boolean;
  isVerified?: boolean;
  counter?: number;
  /** Of another passkey, under the name of this one. */
  key?: KeyObject;
  /** The name of a passkey that is there already. */
  id?: Buffer;
}

interface Passkey {
  id: Buffer;
  privateKey: KeyObject;
  publicKey: Buffer;
  counter: number;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const MAY_BE_SYNCED = 0x08;
const SYNCED = 0x10;
const HAS_KEY = 0x40;

/** A device with passkeys, and the browser before it, in software: ES256, no attestation (WebAuthn Level 3, 6). */
export class Authenticator {
  readonly passkeys: Passkey[] = [];

  constructor(
    private readonly origin: string,
    /** Synced ones do not count. */
    private readonly isSynced = false,
  ) {}

  /** Makes a passkey and returns what the browser would post of it. */
  make(options: object, lies: Lies = {}): string {
    const { challenge, rp } = options as Options;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const passkey = {
      id: lies.id ?? randomBytes(32),
      privateKey,
      publicKey: cbor(
        new Map<unknown, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      ),
      counter: 0,
    };
    this.passkeys.push(passkey);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(passkey.id.length);
    const authData = Buffer.concat([
      this.head(lies.host ?? rp?.id ?? '', HAS_KEY, 0, lies),
      Buffer.alloc(16),
      length,
      passkey.id,
      passkey.publicKey,
    ]);
    const attestationObject = cbor(
      new Map<unknown, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return posted(passkey.id, {
      clientDataJSON: this.client('webauthn.create', challenge, lies),
      attestationObject,
      transports: ['internal', 'hybrid'],
    });
  }

  /** Signs with the newest passkey, or with the one named, and returns what the browser would post. */
  sign(options: object, lies: Lies = {}, passkey = this.passkeys.at(-1)): string {
    if (!passkey) throw new Error('The device has no passkey');
    const { challenge, rpId } = options as Options;
    passkey.counter += this.isSynced ? 0 : 1;
    const authData = this.head(lies.host ?? rpId ?? '', 0, lies.counter ?? passkey.counter, lies);
    const clientDataJSON = this.client('webauthn.get', challenge, lies);
    const hash = createHash('sha256').update(clientDataJSON).digest();
    const signature = sign(
      'sha256',
      Buffer.concat([authData, hash]),
      lies.key ?? passkey.privateKey,
    );
    return posted(passkey.id, { clientDataJSON, authenticatorData: authData, signature });
  }

  private client(type: string, challenge: string, lies: Lies): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? this.origin,
        crossOrigin: false,
      }),
    );
  }

  private head(host: string, more: number, counter: number, lies: Lies): Buffer {
    const flags =
      more |
      ((lies.isPresent ?? true) ? PRESENT : 0) |
      ((lies.isVerified ?? true) ? VERIFIED : 0) |
      (this.isSynced ? MAY_BE_SYNCED | SYNCED : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const hash = createHash('sha256').update(host).digest();
    return Buffer.concat([hash, Buffer.from([flags]), count]);
  }
}

function posted(id: Buffer, response: Record<string, Buffer | string[]>): string {
  const encoded = Object.entries(response).map(([name, value]) => [
    name,
    Buffer.isBuffer(value) ? value.toString('base64url') : value,
  ]);
  const named = id.toString('base64url');
  return JSON.stringify({
    id: named,
    rawId: named,
    type: 'public-key',
    response: Object.fromEntries(encoded) as object,
    clientExtensionResults: {},
  });
}

/** As much of CBOR (RFC 8949) as a device says. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
  if (typeof value === 'string')
    return Buffer.concat([cborHead(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([cborHead(2, value.length), value]);
  if (!(value instanceof Map)) throw new Error('not CBOR of ours');
  const pairs = [...(value as Map<unknown, unknown>)].flat().map(cbor);
  return Buffer.concat([cborHead(5, value.size), ...pairs]);
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
