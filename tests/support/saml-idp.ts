import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { DOMParser } from '@xmldom/xmldom';
import type { ProviderSettings } from '../../server/contracts/identity-providers';
import {
  escapeXml,
  makeSigner,
  samlResponse,
  type Asked,
  type Breaks,
  type SamlPerson,
  type Signer,
} from './saml-response';

export type { Breaks, SamlPerson, Signer } from './saml-response';
export { makeSigner } from './saml-response';

/** What the provider's page posts to the portal. */
export interface Answered {
  acs: string;
  fields: { SAMLResponse: string; RelayState: string };
  /** The response, readable. */
  xml: string;
}

export interface SamlIdp {
  origin: string;
  entityId: string;
  ssoUrl: string;
  metadataUrl: string;
  signer: Signer;
  /** Certificates of its metadata, its own first. */
  published: Signer[];
  /** Who can sign in there, by what is typed into its form. */
  people: Map<string, SamlPerson>;
  /** How every answer of its pages is broken until this is set to something else. */
  breaks: Breaks;
  metadata(): string;
  /** For the set-up of a provider at the portal. */
  settings(): ProviderSettings['saml'];
  /** Its answer to the address that the portal sent the browser to, without a browser. */
  answer(to: string, person: string, breaks?: Breaks): Answered;
  /** Its answer to nobody's question. */
  unasked(portal: Pick<Asked, 'acs' | 'entityId'>, person: string, breaks?: Breaks): Answered;
  close(): Promise<void>;
}

/**
 * An identity provider (SAML 2.0) of our own, on a port of its own. A browser that is sent to it finds a form: type who you
 * are (`ana` is there; `people` takes more) and press *Sign in*, and a page posts the response to the portal by itself.
 * `/start?acs=…&entityId=…&person=…` signs in without having been asked. `answer` and `unasked` do the same for tests
 * without a browser.
 */
export async function startSamlIdp(): Promise<SamlIdp> {
  const signer = await makeSigner();
  const server = createServer((req, res) => {
    answerPage(idp, req, res).catch((error: unknown) => {
      res.writeHead(400, { 'Content-Type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idp: SamlIdp = {
    origin,
    entityId: `${origin}/metadata`,
    ssoUrl: `${origin}/sso`,
    metadataUrl: `${origin}/metadata`,
    signer,
    published: [signer],
    people: new Map([
      [
        'ana',
        {
          nameId: 'ana-0001',
          attributes: {
            email: 'ana@harbour.example',
            givenName: 'Ana',
            sn: 'Lopes',
            groups: ['staff', 'support'],
          },
        },
      ],
    ]),
    breaks: {},
    metadata: () => metadataOf(idp),
    settings: () => ({
      entityId: idp.entityId,
      ssoUrl: idp.ssoUrl,
      certificates: idp.published.map(({ certificate }) => certificate.trim()),
      metadataUrl: '',
      allowsIdpInitiated: false,
    }),
    answer(to, person, breaks = {}) {
      const query = new URL(to).searchParams;
      const asked = readRequest(query.get('SAMLRequest') ?? '');
      return respond(idp, person, asked, query.get('RelayState') ?? '', breaks);
    },
    unasked: (portal, person, breaks = {}) =>
      respond(idp, person, { ...portal, requestId: '' }, '', breaks),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return idp;
}

/** An AuthnRequest as the Redirect binding has it: deflated, in base64. */
export function readRequest(samlRequest: string): Asked {
  const xml = inflateRawSync(Buffer.from(samlRequest, 'base64')).toString();
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  return {
    acs: root.getAttribute('AssertionConsumerServiceURL') ?? '',
    entityId: root.getElementsByTagNameNS('*', 'Issuer')[0]?.textContent ?? '',
    requestId: root.getAttribute('ID') ?? '',
  };
}

function respond(
  idp: SamlIdp,
  name: string,
  asked: Asked,
  relayState: string,
  breaks: Breaks,
): Answered {
  const person = idp.people.get(name);
  if (!person) throw new Error(`The identity provider does not know ${name}`);
  const xml = samlResponse(person, asked, idp, breaks);
  const fields = { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState };
  return { acs: asked.acs, fields, xml };
}

function metadataOf({ entityId, ssoUrl, published }: SamlIdp): string {
  const keys = published.map(
    ({ certificate }) =>
      `<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, '')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${escapeXml(entityId)}"><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escapeXml(ssoUrl)}/post"/><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${escapeXml(ssoUrl)}"/></md:IDPSSODescriptor></md:EntityDescriptor>`;
}

async function answerPage(idp: SamlIdp, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', idp.origin);
  const page = (html: string) =>
    res
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><html lang="en"><title>Identity provider</title><body>${html}`);
  if (url.pathname === '/metadata') {
    res.writeHead(200, { 'Content-Type': 'application/samlmetadata+xml' }).end(idp.metadata());
  } else if (url.pathname === '/start') {
    const value = (name: string) => url.searchParams.get(name) ?? '';
    const portal = { acs: value('acs'), entityId: value('entityId') };
    page(postPage(idp.unasked(portal, value('person'), idp.breaks)));
  } else if (url.pathname !== '/sso') {
    res.writeHead(404).end();
  } else if (req.method === 'POST') {
    const typed = new URLSearchParams(await bodyOf(req));
    page(postPage(idp.answer(url.href, typed.get('person') ?? '', idp.breaks)));
  } else {
    readRequest(url.searchParams.get('SAMLRequest') ?? '');
    page(
      `<h1>Who are you?</h1><form method="post" action="${escapeXml(url.pathname + url.search)}"><label>Name <input name="person" autofocus></label> <button>Sign in</button></form>`,
    );
  }
}

/** Posts itself, as the POST binding has it. */
function postPage({ acs, fields }: Answered): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeXml(value)}">`,
  );
  return `<form method="post" action="${escapeXml(acs)}">${inputs.join('')}<button>Continue</button></form><script>document.forms[0].submit()</script>`;
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
