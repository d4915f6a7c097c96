import type { StructureChoices } from '../../server/contracts/structure';
import { api } from './api';
import { useRead } from './useRead';

/** What forms choose from: portals, languages, inboxes, pipelines, agents, groups, properties. */
export const useStructure = () => useRead<StructureChoices>(api('/structure'));
