import { ProviderRefusal } from './provider-engine';
import { attributeOf, childrenOf, elementsIn, parseXml, textIn, XmlRefused } from './xml';

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** Bytes, decoded. */
const LARGEST = 256 * 1024;
/** The library takes a millisecond for ten. */
const MOST_ELEMENTS = 2000;
const LONGEST_DETAIL = 300;

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
/** What a signature may be made by; SHA-1 is not among it. */
const ALLOWED: Record<string, readonly string[]> = {
  SignatureMethod: [
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  ],
  DigestMethod: [
    'http://www.w3.org/2001/04/xmlenc#sha256',
    'http://www.w3.org/2001/04/xmlenc#sha512',
  ],
  CanonicalizationMethod: [EXCLUSIVE, `${EXCLUSIVE}WithComments`],
  Transform: [`${SIGNATURE}enveloped-signature`, EXCLUSIVE, `${EXCLUSIVE}WithComments`],
};
const ONCE = ['SignedInfo', 'Reference', 'SignatureMethod', 'DigestMethod', 'SignatureValue'];

/** A response of which nothing is verified yet, but which has one place for each thing. */
export interface ResponseForm {
  xml: string;
  response: Element;
  assertion: Element;
  signatures: [Element, Element];
}

/**
 * What a response has to look like before any signature of it is checked: one assertion, its own signature and that of the
 * response, each where it belongs and nowhere else. A wrapped one (XSW) has a second of something.
 */
export function readResponseForm(samlResponse: string): ResponseForm {
  const { root: response, xml } = parsed(decoded(samlResponse));
  if (response.localName !== 'Response' || response.namespaceURI !== PROTOCOL)
    malformed(`This is ${response.nodeName}, not a SAML 2.0 response.`);
  refuseFailure(response);
  const elements = elementsIn(response);
  const encrypted = elements.find(({ localName }) => localName?.startsWith('Encrypted'));
  if (encrypted) throw new ProviderRefusal('encrypted', encrypted.nodeName);
  const assertions = elements.filter(({ localName }) => localName === 'Assertion');
  const [assertion] = assertions;
  if (!assertion || assertions.length > 1)
    return malformed(`It has ${assertions.length} assertions, not one.`);
  if (assertion.parentNode !== response || assertion.namespaceURI !== ASSERTION)
    malformed('Its assertion is not where it belongs.');
  refuseRepeatedIds(elements);
  return { xml, response, assertion, signatures: signaturesOf(response, assertion, elements) };
}

function malformed(detail: string): never {
  throw new ProviderRefusal('malformed', detail);
}

function decoded(samlResponse: string): string {
  const base64 = samlResponse.replace(/\s/g, '');
  if (base64.length * 0.75 > LARGEST) malformed('The response is larger than 256 KB.');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) malformed('There is no response in base64.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return malformed('It is not UTF-8.');
  }
}

function parsed(xml: string): { root: Element; xml: string } {
  try {
    return parseXml(xml, { strict: true, mostElements: MOST_ELEMENTS });
  } catch (error) {
    if (error instanceof XmlRefused) malformed(error.message);
    throw error;
  }
}

/** The provider says no. Many do not sign that, and nobody enters by it. */
function refuseFailure(response: Element): void {
  const [status] = childrenOf(response, PROTOCOL, 'Status');
  const [code] = status ? childrenOf(status, PROTOCOL, 'StatusCode') : [];
  if (attributeOf(code, 'Value') === SUCCESS) return;
  if (!status || !code) malformed('It has no status.');
  const codes = [code, ...childrenOf(code, PROTOCOL, 'StatusCode')];
  const names = codes.map((one) => attributeOf(one, 'Value').split(':').at(-1));
  const message = textIn(childrenOf(status, PROTOCOL, 'StatusMessage')[0]).trim();
  throw new ProviderRefusal('denied', [...names, message].join(' ').slice(0, LONGEST_DETAIL));
}

function refuseRepeatedIds(elements: readonly Element[]): void {
  const seen = new Set<string>();
  for (const element of elements)
    for (const name of ['ID', 'Id', 'id']) {
      const id = attributeOf(element, name);
      if (id !== '' && seen.has(id)) throw new ProviderRefusal('signature', `ID ${id} twice`);
      seen.add(id);
    }
}

function signaturesOf(
  response: Element,
  assertion: Element,
  elements: readonly Element[],
): [Element, Element] {
  const [ofResponse] = childrenOf(response, SIGNATURE, 'Signature');
  const [ofAssertion] = childrenOf(assertion, SIGNATURE, 'Signature');
  if (!ofResponse)
    throw new ProviderRefusal('unsigned', 'The response is not signed, or only its assertion is.');
  if (!ofAssertion)
    throw new ProviderRefusal('unsigned', 'The assertion is not signed, or only the response is.');
  const all = elements.filter(({ localName }) => localName === 'Signature');
  if (all.length > 2)
    throw new ProviderRefusal('signature', `There are ${all.length} signatures, not two.`);
  for (const [signature, signed] of [
    [ofResponse, response],
    [ofAssertion, assertion],
  ] as const)
    refuseOddSignature(signature, attributeOf(signed, 'ID'));
  return [ofResponse, ofAssertion];
}

function refuseOddSignature(signature: Element, id: string): void {
  const parts = elementsIn(signature);
  const named = (name: string) => parts.filter(({ localName }) => localName === name);
  for (const name of ONCE)
    if (named(name).length !== 1)
      throw new ProviderRefusal('signature', `${named(name).length} × ${name}`);
  if (id === '' || attributeOf(named('Reference')[0], 'URI') !== `#${id}`)
    throw new ProviderRefusal('signature', 'It does not sign what it stands in.');
  for (const [name, allowed] of Object.entries(ALLOWED))
    for (const part of named(name)) {
      const method = attributeOf(part, 'Algorithm');
      if (!allowed.includes(method))
        throw new ProviderRefusal('signature', `${name} ${method} is not taken; use SHA-256.`);
    }
}
