import type { PropertyDefinition } from './properties';
import type { StatusMeaning } from './tickets';

interface Named {
  id: string;
  name: string;
}

export interface PipelineChoice extends Named {
  statuses: (Named & { meaning: StatusMeaning; isClosed: boolean })[];
}

/** What the forms of the admin pages choose from: everything small, in one reading. */
export interface StructureChoices {
  /** Languages that some portal speaks, and English. */
  languages: string[];
  portals: Named[];
  inboxes: (Named & { portal: string })[];
  pipelines: PipelineChoice[];
  agents: Named[];
  calendars: Named[];
  accessGroups: Named[];
  properties: PropertyDefinition[];
}
