import { belongsTo, hidden, instant, longText, shortText } from '../attributes';

/** A wording of a portal's consent notice that somebody accepted: kept for ever, so that it can be told what it said. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_consent_texts',
  info: { singularName: 'consent-text', pluralName: 'consent-texts', displayName: 'Consent text' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_consent_texts_hash_uq', columns: ['portal_id', 'text_hash'], type: 'unique' },
  ],
  attributes: {
    portal: belongsTo('portal'),
    /** SHA-256 of the text, as consents name it. */
    textHash: shortText(64),
    language: shortText(35),
    /** Markdown. */
    text: longText(),
    /** When the first one accepted it. */
    createdTime: instant(),
  },
} as const;
