import { hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_request_form_versions',
  info: {
    singularName: 'request-form-version',
    pluralName: 'request-form-versions',
    displayName: 'Request form version',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_request_form_versions_version_uq',
      columns: ['form_key', 'version'],
      type: 'unique',
    },
  ],
  attributes: {
    formKey: shortText(64),
    version: wholeNumber(),
    snapshot: json(),
    publishedTime: instant(),
    publishedBy: shortText(),
  },
} as const;
