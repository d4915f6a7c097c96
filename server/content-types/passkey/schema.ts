import {
  belongsTo,
  flag,
  hidden,
  instant,
  json,
  largeNumber,
  longText,
  shortText,
} from '../attributes';

/** A passkey of a person (WebAuthn): the public half. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_passkeys',
  info: { singularName: 'passkey', pluralName: 'passkeys', displayName: 'Passkey' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_passkeys_credential_uq', columns: ['credential_hash'], type: 'unique' },
    { name: 'cp_passkeys_contact_ix', columns: ['contact_id'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    /** What its owner calls it. */
    name: shortText(),
    /** Host that it works on (the relying party's id). */
    host: shortText(),
    /** Base64url, as long as the authenticator likes. */
    credential: longText(),
    /** SHA-256 of it. */
    credentialHash: shortText(64),
    /** COSE key, base64url. */
    publicKey: longText(),
    /** Signatures so far, where the authenticator counts them: a lower number is a copy's. */
    counter: largeNumber(),
    transports: json(),
    /** Kept in several devices of its owner. */
    isSynced: flag(),
    createdTime: instant(),
    lastTime: instant(),
  },
} as const;
