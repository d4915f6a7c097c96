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
    helpEmail: 'care@rillmark.example',
    ticketPermission: 'company',
  },
};
