import { Secret, TOTP } from 'otpauth';

/** Seconds. */
const PERIOD = 30;
/** Steps that a clock may be early or late. */
const WINDOW = 1;
/** Bytes: as long as what SHA-1 makes (RFC 4226, 4). */
const SECRET_SIZE = 20;

/** What every authenticator app knows: SHA-1, six digits, half a minute (RFC 6238). */
const totp = (secret: string, issuer = '', label = '') =>
  new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });

/** In base 32, as apps take it when no picture can be taken. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_SIZE }).base32;

/** What an app reads from the picture. */
export const totpAddress = (secret: string, issuer: string, label: string): string =>
  totp(secret, issuer, label).toString();

/** The step of time (half minutes since 1970) whose code this is; null when it is none of now. */
export function totpStep(secret: string, code: string, now: number): number | null {
  const one = totp(secret);
  const delta = one.validate({ token: code, window: WINDOW, timestamp: now });
  return delta === null ? null : one.counter({ timestamp: now }) + delta;
}
