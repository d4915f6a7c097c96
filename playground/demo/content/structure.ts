import type { DemoText } from './types';

interface DemoOption { key: string; labels: DemoText }
interface DemoProperty {
  subject: 'ticket' | 'contact' | 'company';
  key: string;
  kind: 'text' | 'choice' | 'yes-no' | 'date';
  labels: DemoText;
  helps?: DemoText;
  options?: DemoOption[];
  customerAccess: 'none' | 'read' | 'edit';
}

export const properties: DemoProperty[] = [
  { subject: 'contact', key: 'sees_company', kind: 'yes-no', labels: { en: 'Sees company tickets', fr: 'Voit les demandes de sa société' }, customerAccess: 'none' },
  { subject: 'company', key: 'contract_end', kind: 'date', labels: { en: 'Contract ends', fr: 'Fin du contrat' }, customerAccess: 'none' },
  {
    subject: 'ticket',
    key: 'device',
    kind: 'choice',
    labels: { en: 'Device', fr: 'Appareil' },
    customerAccess: 'read',
    options: [
      { key: 'gateway', labels: { en: 'Gateway', fr: 'Passerelle' } },
      { key: 'meter', labels: { en: 'Electricity meter', fr: 'Compteur électrique' } },
      { key: 'clamp', labels: { en: 'Current clamp', fr: 'Pince ampèremétrique' } },
      { key: 'other', labels: { en: 'Something else', fr: 'Autre chose' } },
    ],
  },
  {
    subject: 'ticket',
    key: 'serial_number',
    kind: 'text',
    labels: { en: 'Serial number', fr: 'Numéro de série' },
    helps: { en: 'On the back of the device, beginning with TB.', fr: 'Au dos de l’appareil, commençant par TB.' },
    customerAccess: 'read',
  },
  { subject: 'ticket', key: 'production_stopped', kind: 'yes-no', labels: { en: 'Production is stopped', fr: 'La production est arrêtée' }, customerAccess: 'read' },
];

const shownWhen = (property: string, operator: string, values: string[]) => [{ conditions: [{ property, operator, values }] }];

/** A second form of the main brand: what it asks depends on what was chosen. */
export const deviceForm = {
  name: 'Device problem',
  slug: 'device',
  content: {
    title: { en: 'A device does not work', fr: 'Un appareil ne fonctionne pas' },
    introduction: {
      en: 'Tell us which device it is. With its serial number we can look at what it sent last.',
      fr: 'Dites-nous de quel appareil il s’agit. Avec son numéro de série, nous pouvons voir ce qu’il a envoyé en dernier.',
    },
    button: { en: 'Report the problem', fr: 'Signaler le problème' },
    confirmation: { en: 'Thank you. We look at the device first and write back here.', fr: 'Merci. Nous examinons d’abord l’appareil et vous répondons ici.' },
    fields: [
      { property: 'device', isRequired: true, width: 'half' },
      { property: 'serial_number', width: 'half', placeholders: { en: 'TB-4211-08', fr: 'TB-4211-08' }, conditions: shownWhen('device', 'is-any-of', ['gateway', 'meter', 'clamp']) },
      { property: 'production_stopped' },
      { property: 'priority', defaultValue: ['high'], conditions: shownWhen('production_stopped', 'is-any-of', ['yes']) },
      { property: 'subject', isRequired: true },
      { property: 'description', isRequired: true, labels: { en: 'What happened?', fr: 'Que s’est-il passé ?' } },
      { property: 'attachments' },
    ],
    sets: { values: { category: ['product-issue'] } },
  },
};

export const accessGroups = [
  { name: 'Harbour Foods', filterGroups: shownWhen('email_domain', 'is', ['harbour-foods.example']) },
  { name: 'Beta testers', contacts: ['ana', 'erik'] },
];
