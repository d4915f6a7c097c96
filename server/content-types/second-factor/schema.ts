import { belongsTo, flag, hidden, instant, json, longText, wholeNumber } from '../attributes';

/** What a person is asked for beside a password or a mailed link. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_second_factors',
  info: {
    singularName: 'second-factor',
    pluralName: 'second-factors',
    displayName: 'Second factor',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_second_factors_contact_uq', columns: ['contact_id'], type: 'unique' }],
  attributes: {
    contact: belongsTo('contact'),
    /** It is asked for at sign-in: an authenticator app is confirmed, or passkeys are to count. */
    isOn: flag(),
    /** The app's secret, sealed (services/secrets.ts); NULL for none. */
    secret: longText(),
    /** The secret of an app whose first code is still to come, sealed for the session that asked for it. */
    waitingSecret: longText(),
    /** When the app's first code was right. */
    confirmedTime: instant(),
    /** The last time step whose code was used: none works twice (RFC 6238, 5.2). */
    lastStep: wholeNumber(),
    /** SHA-256 of the recovery codes that are left. */
    recoveryCodes: json(),
    createdTime: instant(),
  },
} as const;
