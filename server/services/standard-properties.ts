import type { PropertyDefinition, PropertyKind, PropertySubject } from '../contracts/properties';
import { standardWords } from './standard-words';

interface Standard {
  key: string;
  kind: PropertyKind;
  en: string;
  fr: string;
  customerAccess?: PropertyDefinition['customerAccess'];
  agentAccess?: PropertyDefinition['agentAccess'];
  options?: [key: string, en: string, fr: string][];
}

/** Properties as in HubSpot that every ticket, contact and company has; their values stand in columns of their own. */
const STANDARD: Record<PropertySubject, Standard[]> = {
  ticket: [
    { key: 'subject', kind: 'text', en: 'Subject', fr: 'Objet', customerAccess: 'read' },
    {
      key: 'description',
      kind: 'long-text',
      en: 'Description',
      fr: 'Description',
      customerAccess: 'read',
      agentAccess: 'read',
    },
    { key: 'pipeline', kind: 'record', en: 'Pipeline', fr: 'Pipeline' },
    { key: 'status', kind: 'record', en: 'Status', fr: 'Statut', customerAccess: 'read' },
    {
      key: 'priority',
      kind: 'choice',
      en: 'Priority',
      fr: 'Priorité',
      customerAccess: 'read',
      options: [
        ['low', 'Low', 'Basse'],
        ['medium', 'Medium', 'Moyenne'],
        ['high', 'High', 'Haute'],
        ['urgent', 'Urgent', 'Urgente'],
      ],
    },
    {
      key: 'category',
      kind: 'choice',
      en: 'Category',
      fr: 'Catégorie',
      customerAccess: 'read',
      options: [
        ['product-issue', 'Product issue', 'Problème de produit'],
        ['billing', 'Billing', 'Facturation'],
        ['feature-request', 'Feature request', 'Demande d’évolution'],
        ['question', 'Question', 'Question'],
      ],
    },
    {
      key: 'source',
      kind: 'choice',
      en: 'Source',
      fr: 'Source',
      agentAccess: 'read',
      options: [
        ['portal', 'Portal', 'Portail'],
        ['agent', 'Agent', 'Agent'],
        ['email', 'E-mail', 'E-mail'],
        ['form', 'Form', 'Formulaire'],
        ['chat', 'Chat', 'Chat'],
        ['phone', 'Phone', 'Téléphone'],
        ['import', 'Import', 'Import'],
      ],
    },
    { key: 'owner', kind: 'record', en: 'Owner', fr: 'Responsable', customerAccess: 'read' },
    { key: 'company', kind: 'record', en: 'Company', fr: 'Société', customerAccess: 'read' },
    { key: 'created', kind: 'instant', en: 'Created', fr: 'Création', customerAccess: 'read' },
    {
      key: 'last_activity',
      kind: 'instant',
      en: 'Last activity',
      fr: 'Dernière activité',
      customerAccess: 'read',
    },
    { key: 'first_reply', kind: 'instant', en: 'First reply', fr: 'Première réponse' },
    { key: 'closed', kind: 'instant', en: 'Closed', fr: 'Fermeture', customerAccess: 'read' },
  ],
  contact: [
    { key: 'name', kind: 'text', en: 'Name', fr: 'Nom', customerAccess: 'edit' },
    { key: 'email', kind: 'text', en: 'E-mail', fr: 'E-mail', customerAccess: 'read' },
    { key: 'email_domain', kind: 'text', en: 'E-mail domain', fr: 'Domaine de l’e-mail' },
    { key: 'phone', kind: 'text', en: 'Phone', fr: 'Téléphone', customerAccess: 'read' },
    { key: 'language', kind: 'text', en: 'Language', fr: 'Langue', customerAccess: 'edit' },
    {
      key: 'time_zone',
      kind: 'text',
      en: 'Time zone',
      fr: 'Fuseau horaire',
      customerAccess: 'edit',
    },
    { key: 'company', kind: 'record', en: 'Primary company', fr: 'Société principale' },
    { key: 'created', kind: 'instant', en: 'Created', fr: 'Création' },
  ],
  company: [
    { key: 'name', kind: 'text', en: 'Name', fr: 'Nom' },
    { key: 'created', kind: 'instant', en: 'Created', fr: 'Création' },
  ],
};

/** Customers read those of tickets alone. */
const wordsOf = (subject: PropertySubject, name: string, en: string, fr: string) =>
  subject === 'ticket' ? standardWords(name, en, fr) : { en, fr };

/** The standard properties of a subject as definitions in their order. */
export const standardProperties = (subject: PropertySubject): Omit<PropertyDefinition, 'id'>[] =>
  STANDARD[subject].map((standard, rank) => ({
    subject,
    key: standard.key,
    kind: standard.kind,
    isStandard: true,
    labels: wordsOf(subject, standard.key, standard.en, standard.fr),
    helps: {},
    options: (standard.options ?? []).map(([key, en, fr]) => ({
      key,
      labels: wordsOf(subject, `${standard.key}.${key}`, en, fr),
      isArchived: false,
    })),
    customerAccess: standard.customerAccess ?? 'none',
    agentAccess: standard.agentAccess ?? (standard.kind === 'instant' ? 'read' : 'edit'),
    isRequiredToClose: false,
    rank,
  }));
