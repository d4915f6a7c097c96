import type { DemoBrand } from './types';

export const brands: { main: DemoBrand; second: DemoBrand } = {
  main: {
    company: 'Tallybrook',
    knowledgeBaseTitle: { en: 'Tallybrook Help', fr: 'Aide Tallybrook' },
    tagline: {
      en: 'Electricity meters that tell you where the power goes',
      fr: 'Des compteurs électriques qui montrent où part l’énergie',
    },
    portalName: 'Tallybrook Support',
    accent: '#1f5f8b',
    pictures: {
      logo: 'tallybrook.svg',
      logoDark: 'tallybrook-dark.svg',
      favicon: 'tallybrook-icon.svg',
    },
    look: { header: '', font: 'system', radius: 8 },
    footerLinks: [
      { labels: { en: 'Shop', fr: 'Boutique' }, url: 'https://www.tallybrook.example/shop' },
      { labels: { en: 'Privacy', fr: 'Confidentialité' }, url: 'https://www.tallybrook.example/privacy' },
      { labels: { en: 'Terms', fr: 'Conditions' }, url: 'https://www.tallybrook.example/terms' },
    ],
    announcement: {
      level: 'warning',
      pages: ['knowledge-base', 'list', 'new-request'],
      countsAffected: false,
      texts: {
        en: '**Planned work on Saturday from 06:00 to 08:00 UTC.** Readings arrive late meanwhile. Meters go on counting, and nothing is lost.',
        fr: '**Travaux prévus samedi de 6 h à 8 h UTC.** Les relevés arrivent en retard pendant ce temps. Les compteurs continuent de compter et rien n’est perdu.',
      },
    },
    helpEmail: 'help@tallybrook.example',
    ticketPermission: 'filter',
  },
  second: {
    company: 'Rillmark',
    knowledgeBaseTitle: { en: 'Rillmark Guide', fr: 'Guide Rillmark' },
    tagline: {
      en: 'Water sensors that notice the leak before the tenant does',
      fr: 'Des capteurs d’eau qui repèrent la fuite avant le locataire',
    },
    portalName: 'Rillmark Care',
    accent: '#0f6b5c',
    // On the colour of its header in the light and in the dark.
    pictures: { logo: 'rillmark.svg', logoDark: '', favicon: 'rillmark-icon.svg' },
    look: { header: '#0b4f44', font: 'humanist', radius: 12 },
    footerLinks: [
      { labels: { en: 'Privacy', fr: 'Confidentialité' }, url: 'https://www.rillmark.example/privacy' },
    ],
    announcement: {
      level: 'incident',
      pages: ['list', 'new-request'],
      countsAffected: true,
      texts: {
        en: '**Leak alerts by SMS come up to ten minutes late.** Alerts by e-mail and in the app are on time. We are working on it with our carrier.',
        fr: '**Les alertes de fuite par SMS ont jusqu’à dix minutes de retard.** Celles par e-mail et dans l’application sont à l’heure. Nous y travaillons avec notre opérateur.',
      },
    },
    helpEmail: 'care@rillmark.example',
    ticketPermission: 'company',
  },
};
