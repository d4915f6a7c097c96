import { refused } from '../refusals';
import type { SettingsCheck } from './check';

export const checkKnowledgeBase: SettingsCheck<'knowledgeBase'> = async (input) => {
  if (input.kind === 'outside' && input.url === '')
    refused('url', 'Enter the address of the knowledge base.');
  return input;
};
