import type { DemoCompany } from './types';

export const companies: DemoCompany[] = [
  { key: 'harbour', name: 'Harbour Foods', emailDomains: ['harbour-foods.example'] },
  { key: 'lindqvist', name: 'Lindqvist Cold Storage', emailDomains: ['lindqvist-cold.example', 'lindqvist-japan.example'] },
  { key: 'vernay', name: 'Clos Vernay Gestion', emailDomains: ['clos-vernay.example'] },
];
