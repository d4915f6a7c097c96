import { randomBytes } from 'node:crypto';
import type { SamlConfig } from '@node-saml/node-saml';
import { certificateState, isUsable } from '../rules/certificates';
import type { ProviderRecord } from '../store/identity-providers';
import { readCertificate, readCertificates, type ReadCertificate } from './certificates';
import { ProviderRefusal, type ProviderAddresses, type SamlEngine } from './provider-engine';
import type { Runtime } from './runtime';
import { readAssertion, refuseIssuer } from './saml-assertion';
import { readResponseForm, SIGNATURE, type ResponseForm } from './saml-form';
import { signerOf } from './saml-signed-info';
import { attributeOf, escapeXml, textIn } from './xml';

const NAME_ID_FORMATS = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
];

/**
 * SAML 2.0. A response is looked at three times: its form, before anything is computed (saml-form); its two signatures and its
 * audience, by node-saml; and what was signed, as the library hands it back, by the clock of the runtime (saml-assertion).
 */
export function createSaml(runtime: Runtime): SamlEngine {
  return {
    async begin(provider, addresses, { state }) {
      const { ssoUrl, certificates } = settingsOf(provider);
      const requestId = `_${randomBytes(20).toString('hex')}`;
      const saml = await samlFor(addresses, {
        idpCert: certificates,
        entryPoint: ssoUrl,
        generateUniqueId: () => requestId,
      });
      const to = await saml.getAuthorizeUrlAsync(state, undefined, {});
      return { to, memo: { requestId } };
    },

    async read(provider, addresses, samlResponse) {
      const settings = settingsOf(provider);
      const now = runtime.now();
      const form = readResponseForm(samlResponse);
      refuseIssuer(form.response, settings.entityId, false);
      const signed = await verified(form, addresses, readCertificates(settings.certificates), now);
      refuseDestination(form.response, addresses);
      const { callback } = addresses;
      const read = readAssertion(signed, { issuer: settings.entityId, callback, now });
      const inResponseTo = attributeOf(form.response, 'InResponseTo');
      if (read.inResponseTo !== '' && read.inResponseTo !== inResponseTo)
        throw new ProviderRefusal('malformed', 'Response and assertion answer different requests.');
      return { ...read, inResponseTo };
    },

    metadata: (_provider, { entityId, callback }) => `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">
  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${NAME_ID_FORMATS.map((format) => `    <md:NameIDFormat>${format}</md:NameIDFormat>\n`).join('')}    <md:AssertionConsumerService index="0" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escapeXml(callback)}"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
`,
  };
}

function settingsOf({ settings: { saml } }: ProviderRecord): ProviderRecord['settings']['saml'] {
  const { entityId, ssoUrl, certificates } = saml;
  if (entityId === '' || ssoUrl === '' || certificates.length === 0)
    throw new ProviderRefusal('not-set-up', 'Entity id, address or certificate is missing.');
  return saml;
}

async function samlFor(
  { callback, entityId }: ProviderAddresses,
  config: Partial<SamlConfig> & Pick<SamlConfig, 'idpCert'>,
) {
  const { SAML } = await import('@node-saml/node-saml');
  return new SAML({
    callbackUrl: callback,
    issuer: entityId,
    audience: entityId,
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: true,
    // The provider knows best how its people prove who they are, and what it calls them.
    disableRequestedAuthnContext: true,
    identifierFormat: null,
    // Times are checked by one clock, that of the runtime (saml-assertion).
    acceptedClockSkewMs: -1,
    ...config,
  });
}

/** The text of the assertion as it was signed. */
async function verified(
  form: ResponseForm,
  addresses: ProviderAddresses,
  certificates: readonly ReadCertificate[],
  now: number,
): Promise<string> {
  const usable = certificates.filter((one) => isUsable(one, now));
  if (usable.length === 0)
    throw new ProviderRefusal(
      'certificate',
      certificates.map((one) => stateOf(one, now)).join('; ') || 'None can be read.',
    );
  const refuse = (words: string) => refusalOf(words, form, certificates, now);
  const signers = form.signatures.map((one) => {
    const signer = signerOf(one, usable);
    if (!signer) throw refuse('A signature is not the provider’s.');
    return signer.pem;
  });
  const saml = await samlFor(addresses, { idpCert: [...new Set(signers)] });
  let assertion: string | undefined;
  try {
    const { profile } = await saml.validatePostResponseAsync({
      // The text that was looked at, so that no other reading of it counts.
      SAMLResponse: Buffer.from(form.xml).toString('base64'),
    });
    assertion = profile?.getAssertionXml?.();
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  if (assertion === undefined) throw new ProviderRefusal('malformed', 'It says nothing.');
  return assertion;
}

/** From the words of the library, which has no other names for what is wrong. */
function refusalOf(
  words: string,
  form: ResponseForm,
  certificates: readonly ReadCertificate[],
  now: number,
): ProviderRefusal {
  if (/audience/i.test(words)) return new ProviderRefusal('audience', words);
  if (!/signature|transform|reference/i.test(words)) return new ProviderRefusal('malformed', words);
  const stranger = strangerOf(form, certificates, now);
  return stranger === ''
    ? new ProviderRefusal('signature', words)
    : new ProviderRefusal('certificate', stranger);
}

/** What is wrong with a certificate that a signature names; '' where it is one that counts, or names none. */
function strangerOf(
  { signatures }: ResponseForm,
  certificates: readonly ReadCertificate[],
  now: number,
): string {
  for (const signature of signatures)
    for (const named of Array.from(
      signature.getElementsByTagNameNS(SIGNATURE, 'X509Certificate'),
    )) {
      const used = readCertificate(textIn(named));
      if (!used) continue;
      const known = certificates.some(({ id }) => id === used.id);
      if (!known)
        return `Signed by ${used.subject} (SHA-256 ${used.id}), which is not entered here.`;
      if (!isUsable(used, now)) return stateOf(used, now);
    }
  return '';
}

const stateOf = (one: ReadCertificate, now: number): string =>
  `${one.subject}: ${certificateState(one, now)}, from ${new Date(one.notBefore).toISOString()} until ${new Date(one.notAfter).toISOString()}`;

function refuseDestination(response: Element, { callback }: ProviderAddresses): void {
  const destination = attributeOf(response, 'Destination');
  if (destination !== callback)
    throw new ProviderRefusal(
      'redirect-uri',
      `Destination ${destination || 'none'}, not ${callback}`,
    );
}
