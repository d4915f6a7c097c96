import type { DemoContact } from './types';

export const contacts: DemoContact[] = [
  { key: 'ana', name: 'Ana Moreira', email: 'ana@harbour-foods.example', company: 'harbour', brand: 'main', language: 'en', timeZone: 'Europe/Lisbon', sees: 'company tickets' },
  { key: 'tobias', name: 'Tobias Keller', email: 'tobias@harbour-foods.example', company: 'harbour', brand: 'main', language: 'en', timeZone: 'Europe/Berlin', sees: 'own tickets' },
  { key: 'priya', name: 'Priya Raman', email: 'priya@harbour-foods.example', company: 'harbour', brand: 'main', language: 'en', timeZone: 'Europe/London', sees: 'own tickets' },
  { key: 'camille', name: 'Camille Fournier', email: 'camille@harbour-foods.example', company: 'harbour', brand: 'main', language: 'fr', timeZone: 'Europe/Paris', sees: 'own tickets' },
  { key: 'erik', name: 'Erik Lindqvist', email: 'erik@lindqvist-cold.example', company: 'lindqvist', brand: 'main', language: 'en', timeZone: 'Europe/Stockholm', sees: 'company tickets' },
  { key: 'noor', name: 'Noor van Dijk', email: 'noor@lindqvist-cold.example', company: 'lindqvist', brand: 'main', language: 'en', timeZone: 'Europe/Amsterdam', sees: 'own tickets' },
  { key: 'kenji', name: 'Kenji Watanabe', email: 'kenji@lindqvist-japan.example', company: 'lindqvist', brand: 'main', language: 'en', timeZone: 'Asia/Tokyo', sees: 'own tickets' },
  { key: 'mathieu', name: 'Mathieu Tremblay', email: 'mathieu@lindqvist-cold.example', company: 'lindqvist', brand: 'main', language: 'fr', timeZone: 'America/Toronto', sees: 'own tickets' },
  { key: 'isabelle', name: 'Isabelle Garnier', email: 'isabelle@clos-vernay.example', company: 'vernay', brand: 'second', language: 'fr', timeZone: 'Europe/Paris', sees: 'company tickets' },
  { key: 'samir', name: 'Samir Haddad', email: 'samir@clos-vernay.example', company: 'vernay', brand: 'second', language: 'fr', timeZone: 'Europe/Paris', sees: 'company tickets' },
  { key: 'grace', name: 'Grace Okafor', email: 'grace@clos-vernay.example', company: 'vernay', brand: 'second', language: 'en', timeZone: 'Europe/London', sees: 'company tickets' },
  { key: 'lucas', name: 'Lucas Pereira', email: 'lucas@clos-vernay.example', company: 'vernay', brand: 'second', language: 'en', timeZone: 'America/Sao_Paulo', sees: 'company tickets' },
];
