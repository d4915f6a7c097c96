import { verify, X509Certificate } from 'node:crypto';
import type { ReadCertificate } from './certificates';
import { SIGNATURE } from './saml-form';
import { attributeOf, childrenOf, textIn } from './xml';

/**
 * A certificate by whose key the list of what is signed (SignedInfo) was signed. This takes a millisecond, and checking the
 * whole response takes the library a hundred: what no provider has signed is not worth them. It proves nothing alone, since
 * what the list speaks of may be another text; null refuses, and any other answer only says by which key to check.
 */
export function signerOf(
  signature: Element,
  certificates: readonly ReadCertificate[],
): ReadCertificate | null {
  const [signedInfo] = childrenOf(signature, SIGNATURE, 'SignedInfo');
  const [value] = childrenOf(signature, SIGNATURE, 'SignatureValue');
  const [method] = signedInfo ? childrenOf(signedInfo, SIGNATURE, 'SignatureMethod') : [];
  if (!signedInfo || !value) return null;
  const hash = attributeOf(method, 'Algorithm').endsWith('sha512') ? 'sha512' : 'sha256';
  const text = Buffer.from(canonical(signedInfo, new Map()));
  const signed = Buffer.from(textIn(value), 'base64');
  const isBy = ({ pem }: ReadCertificate) => {
    try {
      return verify(hash, text, new X509Certificate(pem).publicKey, signed);
    } catch {
      return false;
    }
  };
  return certificates.find(isBy) ?? null;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Exclusive canonical XML of elements and text; there is nothing else in a response (saml-form). */
function canonical(element: Element, rendered: ReadonlyMap<string, string>): string {
  const attributes = Array.from(element.attributes).filter((one) => one.namespaceURI !== XMLNS);
  const used = new Map([[element.prefix ?? '', element.namespaceURI ?? '']]);
  for (const { prefix, namespaceURI } of attributes)
    if (prefix && prefix !== 'xml') used.set(prefix, namespaceURI ?? '');
  const spaces = [...used]
    .filter(([prefix, space]) => (rendered.get(prefix) ?? '') !== space)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([prefix, space]) => ` xmlns${prefix && `:${prefix}`}="${escapedValue(space)}"`);
  const values = attributes
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
    .map(({ name, value }) => ` ${name}="${escapedValue(value)}"`);
  const within = new Map([...rendered, ...used]);
  const content = Array.from(element.childNodes).map((node) =>
    node.nodeType === node.ELEMENT_NODE
      ? canonical(node as Element, within)
      : escapedText(node.nodeValue ?? ''),
  );
  const { nodeName } = element;
  return `<${nodeName}${spaces.join('')}${values.join('')}>${content.join('')}</${nodeName}>`;
}

const sortKey = ({ namespaceURI, localName, name }: Attr): string =>
  `${namespaceURI ?? ''} ${localName ?? name}`;

const escapedText = (text: string): string => text.replace(/[&<>\r]/g, (one) => TEXT[one] ?? one);
const escapedValue = (text: string): string =>
  text.replace(/[&<"\t\n\r]/g, (one) => TEXT[one] ?? one);
const TEXT: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
