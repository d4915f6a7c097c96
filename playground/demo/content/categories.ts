import type { DemoCategory } from './types';

export const categories: DemoCategory[] = [
  { key: 'start', brand: 'main', slug: 'getting-started', name: { en: 'Getting started', fr: 'Premiers pas' }, description: { en: 'From the box to the first reading.', fr: 'Du carton au premier relevé.' } },
  { key: 'meters', parent: 'start', brand: 'main', slug: 'installing-meters', name: { en: 'Installing meters', fr: 'Installer les compteurs' }, description: { en: 'Wiring, clamps and checks in the panel.', fr: 'Câblage, pinces et contrôles dans le tableau.' } },
  { key: 'app', brand: 'main', slug: 'using-the-app', name: { en: 'Using the app', fr: 'Utiliser l’application' }, description: { en: 'Sites, alerts, exports and people.', fr: 'Sites, alertes, exports et personnes.' } },
  { key: 'hub', brand: 'main', slug: 'the-hub', name: { en: 'The Hub', fr: 'Le Hub' }, description: { en: 'Lights, firmware and replacement of the gateway.', fr: 'Voyants, micrologiciel et remplacement de la passerelle.' } },
  { key: 'network', parent: 'hub', brand: 'main', slug: 'network', name: { en: 'Network and radio', fr: 'Réseau et radio' }, description: { en: 'Firewalls, Wi-Fi and radio range.', fr: 'Pare-feu, Wi-Fi et portée radio.' } },
  { key: 'account', brand: 'main', slug: 'account-and-billing', name: { en: 'Account and billing', fr: 'Compte et facturation' }, description: { en: 'Plans, invoices and your data.', fr: 'Formules, factures et données.' } },
  { key: 'fit', brand: 'second', slug: 'fitting-sensors', name: { en: 'Fitting sensors', fr: 'Poser les capteurs' }, description: { en: 'Put the sensors on the pipes and pair them.', fr: 'Poser les capteurs sur les conduites et les appairer.' } },
  { key: 'battery', parent: 'fit', brand: 'second', slug: 'batteries', name: { en: 'Batteries', fr: 'Piles' }, description: { en: 'Battery life and replacement.', fr: 'Autonomie et remplacement des piles.' } },
  { key: 'leaks', brand: 'second', slug: 'leaks-and-reports', name: { en: 'Leaks and reports', fr: 'Fuites et rapports' }, description: { en: 'Alerts, thresholds and what you share.', fr: 'Alertes, seuils et rapports partagés.' } },
];
