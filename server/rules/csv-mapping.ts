import type { PropertySubject } from '../contracts/properties';
import { plainName } from './csv-values';

/** A property with its words, as a mapping knows it. */
interface Labelled {
  key: string;
  isStandard: boolean;
  labels: Record<string, string>;
}

/** The column that the report of refused rows adds; it is never imported. */
export const PROBLEM_HEADER = 'problem';

export const PROPERTY_PREFIX = 'property:';

/**
 * Fields that a column may fill beside custom properties, and what HubSpot and our own exports call them in English,
 * French, German and Spanish. A label belongs to one field of a subject.
 */
const LABELS: Record<PropertySubject, Record<string, string[]>> = {
  contact: {
    external_id: [
      'Record ID',
      'Contact ID',
      'ID de registro',
      'Datensatz-ID',
      'ID de l’enregistrement',
      "ID d'enregistrement",
      'ID d’enregistrement',
      'ID de la fiche d’informations',
      'hs_object_id',
    ],
    first_name: ['First Name', 'Prénom', 'Vorname', 'Nombre', 'firstname'],
    last_name: [
      'Last Name',
      'Surname',
      'Nom de famille',
      'Nachname',
      'Apellidos',
      'Apellido',
      'lastname',
    ],
    name: ['Name', 'Full name', 'Nom complet', 'Nom', 'Vollständiger Name', 'Nombre completo'],
    email: [
      'Email',
      'E-mail',
      'Email address',
      'Additional email addresses',
      'Adresse e-mail',
      'Adresses e-mail supplémentaires',
      'E-Mail-Adresse',
      'Weitere E-Mail-Adressen',
      'Correo',
      'Correo electrónico',
      'Direcciones de correo adicionales',
      'hs_additional_emails',
    ],
    phone: [
      'Phone Number',
      'Phone',
      'Mobile Phone Number',
      'Numéro de téléphone',
      'Téléphone',
      'Telefonnummer',
      'Telefon',
      'Número de teléfono',
      'Teléfono',
    ],
    language: [
      'Preferred language',
      'Language',
      'Langue',
      'Langue préférée',
      'Sprache',
      'Bevorzugte Sprache',
      'Idioma',
      'Idioma preferido',
      'hs_language',
    ],
    time_zone: ['Time Zone', 'Fuseau horaire', 'Zeitzone', 'Zona horaria'],
    company_ids: [
      'Associated Company IDs (Primary)',
      'Primary Associated Company ID',
      'Primary company ID',
      'associatedcompanyid',
    ],
    company_name: ['Associated Company (Primary)', 'Associated Company Names (Primary)'],
    created: [
      'Create Date',
      'Created',
      'Date de création',
      'Création',
      'Erstellungsdatum',
      'Erstelldatum',
      'Fecha de creación',
      'createdate',
    ],
  },
  company: {
    external_id: [
      'Record ID',
      'Company ID',
      'ID de registro',
      'Datensatz-ID',
      'ID de l’enregistrement',
      'ID d’enregistrement',
      'hs_object_id',
    ],
    name: [
      'Company name',
      'Name',
      'Nom de l’entreprise',
      'Nom de la société',
      'Nom',
      'Unternehmensname',
      'Name des Unternehmens',
      'Nombre de la empresa',
    ],
    domains: [
      'Company Domain Name',
      'Domain',
      'E-mail domains',
      'Additional Domains',
      'Nom de domaine de l’entreprise',
      'Domaines de l’e-mail',
      'Domain-Name des Unternehmens',
      'Unternehmensdomain',
      'Nombre de dominio de la empresa',
      'hs_additional_domains',
    ],
    parent_id: [
      'Parent Company ID',
      'Associated Company IDs (Parent)',
      'Parent Company',
      'Société mère',
      'hs_parent_company_id',
    ],
    created: [
      'Create Date',
      'Created',
      'Date de création',
      'Création',
      'Erstellungsdatum',
      'Erstelldatum',
      'Fecha de creación',
      'createdate',
    ],
  },
  ticket: {
    external_id: [
      'Ticket ID',
      'Record ID',
      'ID de registro',
      'ID del ticket',
      'Ticket-ID',
      'ID du ticket',
      'ID de l’enregistrement',
      'ID d’enregistrement',
      'Datensatz-ID',
      'hs_object_id',
      'hs_ticket_id',
    ],
    subject: [
      'Ticket name',
      'Subject',
      'Nom du ticket',
      'Objet',
      'Ticket-Name',
      'Ticketname',
      'Nombre del ticket',
    ],
    description: [
      'Ticket description',
      'Description',
      'Description du ticket',
      'Ticketbeschreibung',
      'Ticket-Beschreibung',
      'Descripción del ticket',
      'content',
    ],
    pipeline: ['Pipeline', 'Pipeline de tickets', 'hs_pipeline'],
    status: [
      'Ticket status',
      'Status',
      'Statut du ticket',
      'Statut',
      'Ticketstatus',
      'Ticket-Status',
      'Estado del ticket',
      'hs_pipeline_stage',
    ],
    priority: ['Priority', 'Priorité', 'Priorität', 'Prioridad', 'hs_ticket_priority'],
    category: ['Category', 'Catégorie', 'Kategorie', 'Categoría', 'hs_ticket_category'],
    source: ['Source', 'Quelle', 'Fuente', 'source_type'],
    owner: [
      'Ticket owner',
      'Owner',
      'Propriétaire du ticket',
      'Responsable',
      'Ticket-Eigentümer',
      'Zuständiger Mitarbeiter für Ticket',
      'Für Ticket zuständiger Mitarbeiter',
      'Propietario del ticket',
      'hubspot_owner_id',
    ],
    contact_ids: ['Associated Contact IDs', 'Requester and participants: IDs'],
    contact_emails: ['Associated Contact', 'Requester', 'Demandeur', 'Associated Contact Emails'],
    company_ids: [
      'Associated Company IDs (Primary)',
      'Primary Associated Company ID',
      'hs_primary_company_id',
    ],
    company_name: ['Associated Company (Primary)', 'Associated Company Names (Primary)'],
    created: [
      'Create date',
      'Created',
      'Date de création',
      'Création',
      'Erstellungsdatum',
      'Erstelldatum',
      'Fecha de creación',
      'createdate',
    ],
    closed: [
      'Close date',
      'Closed',
      'Date de fermeture',
      'Fermeture',
      'Abschlussdatum',
      'Schließungsdatum',
      'Fecha de cierre',
      'closed_date',
    ],
    last_activity: [
      'Last activity date',
      'Last activity',
      'Date de dernière activité',
      'Dernière activité',
      'Datum der letzten Aktivität',
      'Letzte Aktivität',
      'Fecha de la última actividad',
      'Última actividad',
    ],
    first_reply: [
      'First agent email response date',
      'First agent reply date',
      'First reply',
      'Première réponse',
      'first_agent_reply_date',
    ],
  },
};

/** Fields of a subject beside its custom properties. */
export const standardFields = (subject: PropertySubject): string[] => Object.keys(LABELS[subject]);

/** Fields that several columns may fill together. */
export const SEVERAL = new Set(['email', 'domains', 'contact_ids', 'contact_emails']);

/** Headers that people see: without what a spreadsheet leaves around them, each once. */
export function readHeaders(cells: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return cells.map((cell, index) => {
    const header =
      cell
        .replace(/^\uFEFF/, '')
        .replaceAll('\0', '')
        .trim()
        .slice(0, 200) || `Column ${index + 1}`;
    const count = (counts.get(header) ?? 0) + 1;
    counts.set(header, count);
    return count === 1 ? header : `${header} (${count})`;
  });
}

/** Which field each header is taken for; headers that nothing is known about are left out. */
export function proposeMapping(
  subject: PropertySubject,
  headers: readonly string[],
  properties: readonly Labelled[],
): Record<string, string> {
  const known = new Map<string, string>();
  for (const [field, labels] of Object.entries(LABELS[subject]))
    for (const label of labels)
      if (!known.has(plainName(label))) known.set(plainName(label), field);
  for (const { key, isStandard, labels } of properties) {
    if (isStandard) continue;
    for (const word of [key, ...Object.values(labels)])
      if (word !== '' && !known.has(plainName(word)))
        known.set(plainName(word), `${PROPERTY_PREFIX}${key}`);
  }
  const mapping: Record<string, string> = {};
  const taken = new Set<string>();
  for (const header of headers) {
    const field = known.get(plainName(header));
    if (field === undefined || header === PROBLEM_HEADER) continue;
    if (taken.has(field) && !SEVERAL.has(field)) continue;
    taken.add(field);
    mapping[header] = field;
  }
  // Names join nobody to a company while ids are there.
  if (taken.has('company_ids'))
    for (const [header, field] of Object.entries(mapping))
      if (field === 'company_name') delete mapping[header];
  if (taken.has('contact_ids'))
    for (const [header, field] of Object.entries(mapping))
      if (field === 'contact_emails') delete mapping[header];
  return mapping;
}

/** What a status, priority, category or source of HubSpot is called, by what it is with us. */
export const WORDS: Record<string, Record<string, string[]>> = {
  status: {
    new: ['New', 'Nouveau', 'Neu', 'Nuevo'],
    'waiting-on-customer': [
      'Waiting on contact',
      'En attente du contact',
      'Warten auf Kontakt',
      'Esperando al contacto',
      'A la espera del contacto',
    ],
    'waiting-on-us': [
      'Waiting on us',
      'En attente de notre part',
      'Warten auf uns',
      'Esperando por nosotros',
    ],
    closed: ['Closed', 'Fermé', 'Geschlossen', 'Cerrado'],
  },
  priority: {
    low: ['Low', 'Faible', 'Basse', 'Niedrig', 'Baja', 'Bajo'],
    medium: ['Medium', 'Moyenne', 'Moyen', 'Mittel', 'Media', 'Medio'],
    high: ['High', 'Élevée', 'Haute', 'Hoch', 'Alta', 'Alto'],
    urgent: ['Urgent', 'Urgente', 'Dringend'],
  },
  category: {
    'product-issue': [
      'Product issue',
      'Problème de produit',
      'Produktproblem',
      'Problema con el producto',
    ],
    billing: [
      'Billing issue',
      'Problème de facturation',
      'Abrechnungsproblem',
      'Problema de facturación',
    ],
    'feature-request': [
      'Feature request',
      'Demande de fonctionnalité',
      'Funktionsanfrage',
      'Solicitud de función',
    ],
    question: ['General inquiry', 'Demande générale', 'Allgemeine Anfrage', 'Consulta general'],
  },
  source: {
    email: ['Email', 'E-mail', 'Correo', 'Correo electrónico'],
    form: ['Form', 'Formulaire', 'Formular', 'Formulario'],
    phone: ['Phone', 'Téléphone', 'Telefon', 'Teléfono'],
    chat: ['Chat'],
  },
};
