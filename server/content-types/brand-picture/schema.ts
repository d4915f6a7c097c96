import { hidden, longText, shortText } from '../attributes';

/** Logos and icons of portals: small, public, the same on every node, and part of an export. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_brand_pictures',
  info: {
    singularName: 'brand-picture',
    pluralName: 'brand-pictures',
    displayName: 'Brand picture',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_brand_pictures_name_uq', columns: ['name'], type: 'unique' }],
  attributes: {
    /** Hash of the bytes and an ending. */
    name: shortText(40),
    mimeType: shortText(40),
    /** base64 */
    data: longText(),
  },
} as const;
