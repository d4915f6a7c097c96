import type { MetadataInput, ReadMetadata } from '../contracts/identity-providers';
import { certificateState } from '../rules/certificates';
import { readCertificate, type ReadCertificate } from './certificates';
import { ProviderRefusal } from './provider-engine';
import { providerFetch } from './provider-fetch';
import { refused } from './refusals';
import type { Runtime } from './runtime';
import { PROTOCOL, SIGNATURE } from './saml-form';
import { attributeOf, childrenOf, elementsIn, parseXml, textIn, XmlRefused } from './xml';

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:';
/** A provider has so many here. */
const MOST_CERTIFICATES = 4;
const LONGEST_NAME = 500;

/** What an identity provider says of itself. */
export interface IdpMetadata {
  entityId: string;
  ssoUrl: string;
  /** Those that have not ended, as it lists them. */
  certificates: ReadCertificate[];
}

/** Metadata that cannot be used: what is missing in it, and what to do. */
export class MetadataRefused extends Error {}

export interface SamlMetadata {
  /** For the form of a provider; refused (400) beside the field. */
  read(input: MetadataInput): Promise<ReadMetadata>;
  /** What stands at an address now; rejects with MetadataRefused. */
  fetch(url: string): Promise<IdpMetadata>;
}

export function createSamlMetadata(runtime: Runtime): SamlMetadata {
  async function fetch(url: string): Promise<IdpMetadata> {
    if (!URL.canParse(url)) throw new MetadataRefused('Enter a whole address.');
    try {
      const ask = providerFetch(runtime, new URL(url));
      const accept = 'application/samlmetadata+xml, application/xml, text/xml';
      const answer = await ask(url, { headers: { Accept: accept } });
      if (answer.status !== 200)
        throw new MetadataRefused(`The address answers with ${answer.status}, not with metadata.`);
      return readIdpMetadata(await answer.text(), runtime.now());
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      throw new MetadataRefused(`The address cannot be read: ${error.detail}.`);
    }
  }

  return {
    fetch,
    async read({ xml, url }) {
      try {
        const found = xml === '' ? await fetch(url) : readIdpMetadata(xml, runtime.now());
        const certificates = [...found.certificates]
          .sort((one, other) => other.notAfter - one.notAfter)
          .slice(0, MOST_CERTIFICATES)
          .map(({ pem }) => pem);
        const { entityId, ssoUrl } = found;
        return { entityId, ssoUrl, certificates, metadataUrl: xml === '' ? url : '' };
      } catch (error) {
        if (error instanceof MetadataRefused)
          return refused(xml === '' ? 'url' : 'xml', error.message);
        throw error;
      }
    },
  };
}

/** Reads metadata (SAML 2.0) of one identity provider. */
export function readIdpMetadata(xml: string, now: number): IdpMetadata {
  const entity = entityIn(rootOf(xml));
  const validUntil = attributeOf(entity, 'validUntil');
  if (validUntil !== '' && !(Date.parse(validUntil) > now))
    throw new MetadataRefused(
      `These metadata were valid until ${validUntil}. Fetch them from the provider anew.`,
    );
  const entityId = attributeOf(entity, 'entityID').trim();
  if (entityId === '' || entityId.length > LONGEST_NAME)
    throw new MetadataRefused('The provider does not say its name (entityID).');
  const role = roleOf(entity);
  if (!role) throw new MetadataRefused('There is no identity provider (IDPSSODescriptor).');
  return { entityId, ssoUrl: ssoUrlOf(role), certificates: certificatesOf(role, now) };
}

function rootOf(xml: string): Element {
  try {
    return parseXml(xml).root;
  } catch (error) {
    if (error instanceof XmlRefused)
      throw new MetadataRefused(`This cannot be read as metadata. ${error.message}`);
    throw error;
  }
}

/** As an identity provider that speaks SAML 2.0. */
const roleOf = (entity: Element): Element | undefined =>
  childrenOf(entity, METADATA, 'IDPSSODescriptor').find((role) =>
    attributeOf(role, 'protocolSupportEnumeration').split(/\s+/).includes(PROTOCOL),
  );

function entityIn(root: Element): Element {
  const entities = elementsIn(root).filter(
    ({ localName, namespaceURI }) => localName === 'EntityDescriptor' && namespaceURI === METADATA,
  );
  if (entities.length === 0)
    throw new MetadataRefused(
      `This is ${root.nodeName}, not metadata of SAML 2.0 (EntityDescriptor).`,
    );
  const providers = entities.filter((one) => roleOf(one) !== undefined);
  const [entity] = providers;
  if (!entity)
    throw new MetadataRefused(
      'There is no identity provider in it (IDPSSODescriptor of SAML 2.0). If these are the metadata of this portal, they belong to the provider; enter those of the provider here.',
    );
  if (providers.length > 1)
    throw new MetadataRefused(
      `There are ${providers.length} identity providers in it. Enter the metadata of one alone.`,
    );
  return entity;
}

function ssoUrlOf(role: Element): string {
  const services = childrenOf(role, METADATA, 'SingleSignOnService');
  const bindings = services.map((one) => attributeOf(one, 'Binding').replace(BINDING, ''));
  const service = services[bindings.indexOf('HTTP-Redirect')];
  if (!service)
    throw new MetadataRefused(
      `The provider has no address for signing in by HTTP-Redirect (SingleSignOnService)${bindings.length > 0 ? `, only for ${bindings.join(', ')}` : ''}. Turn that binding on at the provider.`,
    );
  const location = attributeOf(service, 'Location').trim();
  const isAddress =
    /^https:\/\/[^\s/?#\\@]+/i.test(location) ||
    /^http:\/\/(localhost|127\.0\.0\.1)[:/]/i.test(location);
  if (!isAddress || location.length > LONGEST_NAME || !URL.canParse(location))
    throw new MetadataRefused(
      `Its address for signing in is not one of https: ${location.slice(0, 100)}`,
    );
  return location;
}

function certificatesOf(role: Element, now: number): ReadCertificate[] {
  const texts = childrenOf(role, METADATA, 'KeyDescriptor')
    .filter((key) => ['', 'signing'].includes(attributeOf(key, 'use')))
    .flatMap((key) => Array.from(key.getElementsByTagNameNS(SIGNATURE, 'X509Certificate')))
    .map(textIn);
  const all = texts.map(readCertificate).filter((one) => one !== null);
  if (all.length === 0)
    throw new MetadataRefused(
      texts.length === 0
        ? 'The provider names no certificate for signing (KeyDescriptor, X509Certificate).'
        : 'The certificates in it cannot be read.',
    );
  const live = all.filter((one) => certificateState(one, now) !== 'expired');
  if (live.length === 0)
    throw new MetadataRefused(
      `Every certificate in it has ended, the last on ${new Date(Math.max(...all.map(({ notAfter }) => notAfter))).toISOString().slice(0, 10)}. Renew it at the provider.`,
    );
  return live.filter((one, at) => live.findIndex(({ id }) => id === one.id) === at);
}
