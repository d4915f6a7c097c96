import { X509Certificate } from 'node:crypto';
import type { CertificateTimes } from '../rules/certificates';

/** A certificate that vouches for signatures, as it is read from what an admin pasted or a provider published. */
export interface ReadCertificate extends CertificateTimes {
  pem: string;
  /** `CN=idp.example, O=Example`. */
  subject: string;
  /** SHA-256 of the whole, by which it is told from others. */
  id: string;
}

/** PEM, or its base64 without the lines around it; null for what is no certificate. */
export function readCertificate(text: string): ReadCertificate | null {
  const [, inside = text] =
    /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/.exec(text) ?? [];
  const base64 = inside.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  try {
    const read = new X509Certificate(Buffer.from(base64, 'base64'));
    return {
      pem: read.toString().trim(),
      subject: read.subject.split('\n').join(', '),
      notBefore: Date.parse(read.validFrom),
      notAfter: Date.parse(read.validTo),
      id: read.fingerprint256,
    };
  } catch {
    return null;
  }
}

export const readCertificates = (texts: readonly string[]): ReadCertificate[] =>
  texts.map(readCertificate).filter((one) => one !== null);
