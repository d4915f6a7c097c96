import type { AuditArea } from '../contracts/audit-log';

/** What actions of an area are about: the noun before their dot. An action that stands by itself is named whole. */
const AREAS: Record<AuditArea, { nouns: readonly string[]; actions?: readonly string[] }> = {
  'sign-ins': {
    nouns: ['session', 'password', 'password-reset', 'proof', 'second-factor', 'passkey', 'device'],
  },
  access: {
    nouns: ['membership', 'access-group', 'consent', 'registration', 'erasure', 'address-change'],
    actions: [
      'contact.registered',
      'contact.identity-linked',
      'contact.identity-unlinked',
      'contact.address-changed',
      'contact.erased',
      'company.colleague-invited',
      'company.colleague-joined',
      'company.colleague-not-invited',
      'company.colleague-removed',
      'company.invitation-taken-back',
      'company.sight-changed',
      'company.joined-by-domain',
      'company.joined-by-provider',
    ],
  },
  invitations: { nouns: ['invitation', 'inviting', 'registration-link'] },
  settings: {
    nouns: [
      'portal',
      'domain',
      'knowledge-base',
      'inbox',
      'calendar',
      'agent',
      'pipeline',
      'property',
      'request-form',
      'announcement',
      'identity-provider',
      'role',
      'support-role',
      'setup',
      'installation',
      'mail',
    ],
  },
  records: { nouns: ['contact', 'company', 'data-import'] },
  tickets: { nouns: ['ticket', 'article'] },
  exports: {
    nouns: ['audit-log'],
    actions: ['contact.exported', 'company.exported', 'ticket.exported', 'setup.exported'],
  },
  'view-as': { nouns: [], actions: ['contact.viewed-as', 'view-as.ended'] },
};

export interface AreaActions {
  /** `session.` */
  beginnings: string[];
  actions: string[];
}

/** The actions of an area, for the store. */
export const actionsOf = (area: AuditArea): AreaActions => ({
  beginnings: AREAS[area].nouns.map((noun) => `${noun}.`),
  actions: [...(AREAS[area].actions ?? [])],
});
