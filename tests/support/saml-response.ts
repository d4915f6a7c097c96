import { randomBytes } from 'node:crypto';
import { generate } from 'selfsigned';
import { SignedXml } from 'xml-crypto';
import { wrapAssertion, wrapResponse, type Wrapping } from './saml-wrapping';

const MINUTE = 60 * 1000;
const FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';

/** A key and its certificate, both PEM. */
export interface Signer {
  privateKey: string;
  certificate: string;
}

export interface SamlPerson {
  nameId: string;
  /** `persistent` unless told; a whole URN is taken as it is. */
  format?: string;
  attributes: Record<string, string | string[]>;
}

/** What an answer of the identity provider says, and what is wrong with it on purpose. */
export interface Breaks {
  unsigned?: 'response' | 'assertion' | 'both';
  /** Signs with this key instead of its own. */
  signer?: Signer;
  algorithm?: 'sha1' | 'sha256' | 'sha512';
  /** Of the elements of its signatures; `ds` unless told, none with ''. */
  prefix?: string;
  issuer?: string;
  audience?: string;
  destination?: string;
  recipient?: string;
  /** The request that it claims to answer; '' for none. */
  inResponseTo?: string;
  /** ms that its clock is ahead of ours (behind, when negative). */
  clock?: number;
  /** ms that the assertion is good for. */
  lifetime?: number;
  assertionId?: string;
  /** `Responder/AuthnFailed`: refuses, and sends no assertion. */
  status?: string;
  assertions?: 2;
  encrypted?: true;
  /** XSW 1 to 8: what it vouches for is pushed aside by what `forge` makes of it. */
  wrapping?: { kind: Wrapping; forge: (xml: string) => string };
  /** Changes the text before it is signed, or afterwards. */
  before?: (xml: string) => string;
  after?: (xml: string) => string;
}

export interface Asked {
  /** Where the answer goes. */
  acs: string;
  /** Who asks: the audience. */
  entityId: string;
  /** '' for an answer to nobody's question. */
  requestId: string;
}

/** A new key with a certificate of its own; 0.2 s, so keep what can be used again. */
export async function makeSigner(
  name = 'idp.test',
  { from = Date.now() - 60 * MINUTE, to = Date.now() + 365 * 24 * 60 * MINUTE } = {},
): Promise<Signer> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(to),
  });
  return { privateKey: made.private, certificate: made.cert };
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

/** The XML of an answer. */
export function samlResponse(
  person: SamlPerson,
  asked: Asked,
  idp: { entityId: string; signer: Signer },
  breaks: Breaks = {},
): string {
  const signer = breaks.signer ?? idp.signer;
  const algorithm = breaks.algorithm ?? 'sha256';
  const isSigned = (part: 'response' | 'assertion') =>
    breaks.unsigned !== 'both' && breaks.unsigned !== part;
  const { wrapping, before = same, after = same } = breaks;
  let xml = before(unsignedResponse(person, asked, breaks.issuer ?? idp.entityId, breaks));
  if (breaks.status === undefined && !breaks.encrypted && isSigned('assertion'))
    for (let at = 1; at <= (breaks.assertions ?? 1); at += 1)
      xml = sign(xml, `/*/*[local-name()='Assertion'][${at}]`, signer, algorithm, breaks.prefix);
  if (wrapping && wrapping.kind > 2) xml = wrapAssertion(xml, wrapping.kind, wrapping.forge);
  if (isSigned('response')) xml = sign(xml, '/*', signer, algorithm, breaks.prefix);
  if (wrapping && wrapping.kind <= 2) xml = wrapResponse(xml, wrapping.kind, wrapping.forge);
  return after(xml);
}

const same = (xml: string): string => xml;
const newId = (): string => `_${randomBytes(16).toString('hex')}`;

function unsignedResponse(
  person: SamlPerson,
  asked: Asked,
  issuer: string,
  breaks: Breaks,
): string {
  const now = Date.now() + (breaks.clock ?? 0);
  const requestId = breaks.inResponseTo ?? asked.requestId;
  const answers = requestId === '' ? '' : ` InResponseTo="${escapeXml(requestId)}"`;
  const destination = escapeXml(breaks.destination ?? asked.acs);
  const one = () => assertion(person, asked, issuer, answers, now, breaks);
  const content = breaks.encrypted
    ? ENCRYPTED
    : breaks.status !== undefined
      ? ''
      : breaks.assertions === 2
        ? one() + one()
        : one();
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${newId()}" Version="2.0" IssueInstant="${instant(now)}" Destination="${destination}"${answers}><saml:Issuer>${escapeXml(issuer)}</saml:Issuer>${status(breaks.status)}${content}</samlp:Response>`;
}

const instant = (at: number): string => new Date(at).toISOString();

function status(failure = ''): string {
  const code = (name: string, inner = '') =>
    `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${name}">${inner}</samlp:StatusCode>`;
  const [top = '', second = ''] = failure.split('/');
  return `<samlp:Status>${code(top || 'Success', second && code(second))}</samlp:Status>`;
}

function assertion(
  { nameId, format = 'persistent', attributes }: SamlPerson,
  { acs, entityId }: Asked,
  issuer: string,
  answers: string,
  now: number,
  breaks: Breaks,
): string {
  const end = instant(now + (breaks.lifetime ?? 5 * MINUTE));
  const recipient = escapeXml(breaks.recipient ?? acs);
  const audience = escapeXml(breaks.audience ?? entityId);
  const nameIdFormat = format.startsWith('urn:') ? format : FORMAT + format;
  const values = Object.entries(attributes)
    .map(
      ([name, value]) =>
        `<saml:Attribute Name="${escapeXml(name)}">${[value]
          .flat()
          .map((one) => `<saml:AttributeValue>${escapeXml(one)}</saml:AttributeValue>`)
          .join('')}</saml:Attribute>`,
    )
    .join('');
  return `<saml:Assertion ID="${breaks.assertionId ?? newId()}" Version="2.0" IssueInstant="${instant(now)}"><saml:Issuer>${escapeXml(issuer)}</saml:Issuer><saml:Subject><saml:NameID Format="${nameIdFormat}">${escapeXml(nameId)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${end}" Recipient="${recipient}"${answers}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${instant(now)}" NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${instant(now)}" SessionIndex="${newId()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>${values === '' ? '' : `<saml:AttributeStatement>${values}</saml:AttributeStatement>`}</saml:Assertion>`;
}

/** Nobody has the key to it, and nobody needs it: it is refused before. */
const ENCRYPTED = `<saml:EncryptedAssertion><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/><xenc:CipherData><xenc:CipherValue>${randomBytes(96).toString('base64')}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>`;

const METHODS = {
  sha1: ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', 'http://www.w3.org/2000/09/xmldsig#sha1'],
  sha256: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmlenc#sha256',
  ],
  sha512: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    'http://www.w3.org/2001/04/xmlenc#sha512',
  ],
} as const;

/** Signs one element, enveloped, the signature behind its issuer. */
function sign(
  xml: string,
  xpath: string,
  { privateKey, certificate }: Signer,
  algorithm: keyof typeof METHODS,
  prefix = 'ds',
): string {
  const [signatureAlgorithm, digestAlgorithm] = METHODS[algorithm];
  const canonicalizationAlgorithm = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const signature = new SignedXml({
    privateKey,
    publicCert: certificate,
    signatureAlgorithm,
    canonicalizationAlgorithm,
  });
  signature.addReference({
    xpath,
    digestAlgorithm,
    transforms: [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      canonicalizationAlgorithm,
    ],
  });
  const location = { reference: `${xpath}/*[local-name()='Issuer']`, action: 'after' } as const;
  signature.computeSignature(xml, { prefix, location });
  return signature.getSignedXml();
}
