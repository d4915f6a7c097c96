import { ProviderRefusal, type Vouched } from './provider-engine';
import { ASSERTION } from './saml-form';
import { attributeOf, childrenOf, elementsIn, parseXml, textIn } from './xml';

/** ms that the provider's clock may differ from ours. */
const TOLERANCE = 60 * 1000;
const LONGEST_NAME_ID = 1000;

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const EMAIL = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
/**
 * Attributes that name a person for ever, for providers whose NameID is another one each time: the subject identifiers of
 * OASIS (2019), eduPersonUniqueId, and the object id of Entra.
 */
const STABLE_IDS = [
  'urn:oasis:names:tc:SAML:attribute:pairwise-id',
  'urn:oasis:names:tc:SAML:attribute:subject-id',
  'urn:oid:1.3.6.1.4.1.5923.1.1.1.13',
  'http://schemas.microsoft.com/identity/claims/objectidentifier',
];

export interface Expected {
  issuer: string;
  callback: string;
  now: number;
}

export interface ReadAssertion {
  vouched: Vouched;
  /** '' for none. */
  inResponseTo: string;
  assertionId: string;
  endsAt: number;
}

/** What an assertion says, of which the signature is verified: `xml` is the text that was signed, and nothing else. */
export function readAssertion(xml: string, expected: Expected): ReadAssertion {
  const { root } = parseXml(xml, { strict: true });
  // A NUL fits into no database; other control characters are in no name.
  if (elementsIn(root).some((one) => hasControls(one)))
    throw new ProviderRefusal('malformed', 'There are control characters in it.');
  refuseIssuer(root, expected.issuer);
  const assertionId = attributeOf(root, 'ID');
  const [subject, ...moreSubjects] = childrenOf(root, ASSERTION, 'Subject');
  const [conditions, ...moreConditions] = childrenOf(root, ASSERTION, 'Conditions');
  const [statement] = childrenOf(root, ASSERTION, 'AuthnStatement');
  if (!subject || !conditions || !statement || moreSubjects.length + moreConditions.length > 0)
    throw new ProviderRefusal('malformed', 'It needs one Subject, Conditions, an AuthnStatement.');
  const conditionsEnd = refuseTimes(conditions, expected.now);
  refuseTimes(statement, expected.now, 'SessionNotOnOrAfter');
  const confirmation = confirmationOf(subject, expected);
  const claims = claimsOf(root);
  const nameId = nameIdOf(subject);
  return {
    vouched: {
      subject: subjectOf(nameId, claims),
      claims: Object.fromEntries([...claims, ...nameClaims(nameId, claims)]),
      session: attributeOf(statement, 'SessionIndex'),
      idToken: '',
    },
    inResponseTo: confirmation.inResponseTo,
    assertionId,
    endsAt: Math.min(conditionsEnd, confirmation.endsAt),
  };
}

/** The provider's name stands in the assertion, and perhaps in the response. */
export function refuseIssuer(element: Element, issuer: string, isNeeded = true): void {
  const [found] = childrenOf(element, ASSERTION, 'Issuer');
  if (!found && !isNeeded) return;
  const name = textIn(found);
  if (name !== issuer) throw new ProviderRefusal('issuer', `${name || 'none'}, not ${issuer}`);
}

const CONTROLS = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const hasControls = (element: Element): boolean =>
  Array.from(element.attributes).some(({ value }) => CONTROLS.test(value)) ||
  Array.from(element.childNodes).some((node) => CONTROLS.test(node.nodeValue ?? ''));

/** An instant of XML Schema; 0 where there is none. */
function instantOf(element: Element, name: string): number {
  const written = attributeOf(element, name);
  if (written === '') return 0;
  const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(written);
  // Without a zone it is UTC (SAML 2.0 core 1.3.3).
  const at = isInstant
    ? Date.parse(/[Z+]|-\d\d:\d\d$/.test(written) ? written : `${written}Z`)
    : NaN;
  if (Number.isNaN(at)) throw new ProviderRefusal('malformed', `${name}="${written}"`);
  return at;
}

const written = (at: number) => new Date(at).toISOString();

/** The end; without one nothing is good for ever, but for the session of the provider. */
function refuseTimes(element: Element, now: number, endName = 'NotOnOrAfter'): number {
  const start = instantOf(element, 'NotBefore');
  const end = instantOf(element, endName);
  if (start > now + TOLERANCE)
    throw new ProviderRefusal(
      'clock-skew',
      `Good from ${written(start)}; here it is ${written(now)}.`,
    );
  if (end === 0 && endName === 'NotOnOrAfter')
    throw new ProviderRefusal('malformed', `${element.nodeName} has no ${endName}.`);
  if (end !== 0 && end + TOLERANCE <= now)
    throw new ProviderRefusal('expired', `Good until ${written(end)}; here it is ${written(now)}.`);
  return end;
}

/** Whoever brings it is the person, here and now. */
function confirmationOf(
  subject: Element,
  { callback, now }: Expected,
): { inResponseTo: string; endsAt: number } {
  const bearers = childrenOf(subject, ASSERTION, 'SubjectConfirmation').filter(
    (one) => attributeOf(one, 'Method') === BEARER,
  );
  const [bearer] = bearers;
  const [data, ...more] = bearer ? childrenOf(bearer, ASSERTION, 'SubjectConfirmationData') : [];
  if (!data || more.length > 0 || bearers.length > 1)
    throw new ProviderRefusal('malformed', 'It needs one bearer confirmation of its subject.');
  const recipient = attributeOf(data, 'Recipient');
  if (recipient !== callback)
    throw new ProviderRefusal('redirect-uri', `Recipient ${recipient || 'none'}, not ${callback}`);
  return { inResponseTo: attributeOf(data, 'InResponseTo'), endsAt: refuseTimes(data, now) };
}

interface NameId {
  value: string;
  format: string;
}

function nameIdOf(subject: Element): NameId {
  const [nameId, ...more] = childrenOf(subject, ASSERTION, 'NameID');
  if (more.length > 0) throw new ProviderRefusal('malformed', 'It has several NameIDs.');
  const value = plainText(nameId);
  if (value.length > LONGEST_NAME_ID) throw new ProviderRefusal('malformed', 'NameID too long');
  return { value, format: attributeOf(nameId, 'Format') };
}

/** An element inside would be text to one reader and nothing to another. */
function plainText(element: Element | undefined): string {
  if (element && element.getElementsByTagName('*').length > 0)
    throw new ProviderRefusal('malformed', `${element.nodeName} has elements in it.`);
  return textIn(element);
}

function subjectOf({ value, format }: NameId, claims: ReadonlyMap<string, unknown>): string {
  if (value.trim() !== '' && format !== TRANSIENT) return value;
  for (const name of STABLE_IDS) {
    const id = claims.get(name);
    // With its name, so that it is nobody's NameID.
    if (typeof id === 'string' && id !== '') return `${name}=${id}`;
  }
  throw new ProviderRefusal(
    'no-subject',
    format === TRANSIENT
      ? 'Its NameID is transient: another one each time. Choose persistent or emailAddress.'
      : 'It has no NameID.',
  );
}

/** Attributes by their names, and by their friendly names where nothing else has these; a list where there are several values. */
function claimsOf(assertion: Element): Map<string, string | string[]> {
  const values = new Map<string, string[]>();
  const friendly = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, ASSERTION, 'AttributeStatement'))
    for (const attribute of childrenOf(statement, ASSERTION, 'Attribute')) {
      const found = childrenOf(attribute, ASSERTION, 'AttributeValue').map((one) =>
        textIn(one).trim(),
      );
      const add = (to: Map<string, string[]>, name: string) =>
        name === '' || to.set(name, [...(to.get(name) ?? []), ...found]);
      add(values, attributeOf(attribute, 'Name'));
      add(friendly, attributeOf(attribute, 'FriendlyName'));
    }
  const all = new Map([...friendly, ...values]);
  return new Map(
    [...all].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list] as const),
  );
}

/** The NameID stands among the claims too: where it is an address, it may be the only one. */
function nameClaims(
  { value, format }: NameId,
  claims: ReadonlyMap<string, unknown>,
): [string, string][] {
  const named: [string, string][] = [
    ['NameID', value],
    ['NameIDFormat', format],
  ];
  return format === EMAIL && !claims.has('email') ? [...named, ['email', value]] : named;
}
