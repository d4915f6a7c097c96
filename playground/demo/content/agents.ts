import type { DemoAgent } from './types';

export const agents: DemoAgent[] = [
  { key: 'maya', name: 'Maya Lindholm', publicName: 'Maya', email: 'maya@tallybrook.example' },
  { key: 'jonas', name: 'Jonas Weber', publicName: 'Jonas', email: 'jonas@tallybrook.example' },
  { key: 'elodie', name: 'Élodie Marchand', publicName: 'Élodie', email: 'elodie@tallybrook.example' },
  { key: 'david', name: 'David Osei', publicName: 'David', email: 'david@tallybrook.example' },
];
