import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Runtime } from './runtime';

const CIPHER = 'aes-256-gcm';

/** What the client's secret of an identity provider is sealed for. */
export const PROVIDER_SECRET = 'provider-secret';
/** The same of somebody's authenticator app. */
export const TOTP_SECRET = 'totp';
/** The same of the ID token of a session, which signing out at its provider asks for. */
export const SESSION_TOKEN = 'provider-token';

/** The same of the link that ends a ticket's mails to one contact. */
export const MAIL_MUTING = 'mail-muting';

export interface Secrets {
  /**
   * Seals a text for one purpose (AES-256-GCM): `key id.nonce.text.tag`. Who has the table but not the installation's secret
   * reads nothing, and what was sealed for one purpose opens for no other.
   */
  seal(purpose: string, value: string): string;
  /** null when it was sealed by a key that this installation does not have (any more), for something else, or was changed. */
  open(purpose: string, sealed: string): string | null;
  /** Whether it is sealed by a key other than today's. */
  isOld(sealed: string): boolean;
}

/** Secrets at rest (DESIGN 21). Keys of before still open what they sealed; nothing new is sealed by them. */
export function createSecrets(runtime: Runtime): Secrets {
  const keyOf = (secret: string, purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `secret:${purpose}`, 32));
  const idOf = (secret: string) =>
    createHash('sha256').update(`key-id:${secret}`).digest('base64url').slice(0, 8);
  const secrets = () => [runtime.secret(), ...runtime.config.previousEncryptionKeys];

  return {
    seal(purpose, value) {
      const secret = runtime.secret();
      const nonce = randomBytes(12);
      const cipher = createCipheriv(CIPHER, keyOf(secret, purpose), nonce);
      const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
      const parts = [nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      return [idOf(secret), ...parts].join('.');
    },

    open(purpose, sealed) {
      const [id = '', nonce = '', body = '', tag = '', ...more] = sealed.split('.');
      const secret = secrets().find((one) => idOf(one) === id);
      const tagBytes = Buffer.from(tag, 'base64url');
      if (secret === undefined || more.length > 0 || tagBytes.length !== 16) return null;
      try {
        const decipher = createDecipheriv(
          CIPHER,
          keyOf(secret, purpose),
          Buffer.from(nonce, 'base64url'),
        );
        decipher.setAuthTag(tagBytes);
        return decipher.update(body, 'base64url', 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },

    isOld: (sealed) => !sealed.startsWith(`${idOf(runtime.secret())}.`),
  };
}
