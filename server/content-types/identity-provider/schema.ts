import { belongsTo, flag, hidden, instant, json, longText, shortText } from '../attributes';

/** Where people of a portal may prove who they are: an OpenID Connect or SAML service. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_identity_providers',
  info: {
    singularName: 'identity-provider',
    pluralName: 'identity-providers',
    displayName: 'Identity provider',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_identity_providers_portal_ix', columns: ['portal_id'] }],
  attributes: {
    portal: belongsTo('portal'),
    preset: shortText(20),
    isOn: flag(),
    /** `ProviderSettings` (contracts/identity-providers.ts). */
    settings: json(),
    /** Sealed (services/secrets.ts). */
    clientSecret: longText(),
    createdTime: instant(),
    /** When a round trip succeeded since the connection was changed. */
    verifiedTime: instant(),
    trashedAt: instant(),
  },
} as const;
