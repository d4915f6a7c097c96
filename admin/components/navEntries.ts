import { useRBAC } from '@strapi/strapi/admin';
import { pagePermissions } from '../permissions';
import { paths } from '../plugin';
import { useWords, type Word } from '../useWords';

interface Entry {
  to: string;
  label: Word;
  /** As useRBAC names it, or two of them. */
  can: string;
  cannot?: string;
}

const SECTIONS: { label: Word; entries: Entry[] }[] = [
  {
    label: 'nav.support',
    entries: [
      { to: paths.helpDesk, label: 'nav.helpDesk', can: 'canTicketRead' },
      // Who reads tickets opens one from the list.
      {
        to: paths.newTicket,
        label: 'new.title',
        can: 'canTicketCreate',
        cannot: 'canTicketRead',
      },
      { to: paths.mails, label: 'nav.mails', can: 'canMailRead' },
    ],
  },
  {
    label: 'nav.people',
    entries: [
      { to: paths.contacts, label: 'nav.contacts', can: 'canContactRead' },
      { to: paths.companies, label: 'nav.companies', can: 'canCompanyRead' },
      { to: paths.erasures, label: 'nav.erasures', can: 'canContactErase' },
      { to: paths.accessGroups, label: 'nav.accessGroups', can: 'canAccessGroupRead' },
    ],
  },
  {
    label: 'nav.portalSetup',
    entries: [
      { to: paths.portals, label: 'nav.portals', can: 'canPortalRead' },
      { to: paths.domains, label: 'nav.domains', can: 'canPortalRead' },
      { to: paths.health, label: 'nav.health', can: 'canPortalRead' },
      { to: paths.setupFiles, label: 'nav.setupFiles', can: 'canSetupExport' },
      {
        to: paths.setupFiles,
        label: 'nav.setupFiles',
        can: 'canSetupApply',
        cannot: 'canSetupExport',
      },
    ],
  },
  {
    label: 'nav.structure',
    entries: [
      { to: paths.inboxes, label: 'nav.inboxes', can: 'canInboxRead' },
      { to: paths.calendars, label: 'nav.calendars', can: 'canInboxRead' },
      { to: paths.agents, label: 'nav.agents', can: 'canAgentRead' },
      { to: paths.pipelines, label: 'nav.pipelines', can: 'canPipelineRead' },
      { to: paths.properties, label: 'nav.properties', can: 'canPropertyRead' },
      { to: paths.requestForms, label: 'nav.requestForms', can: 'canRequestFormRead' },
    ],
  },
  {
    label: 'nav.data',
    entries: [
      { to: paths.imports, label: 'nav.imports', can: 'canRecordImport' },
      {
        to: paths.imports,
        label: 'nav.imports',
        can: 'canRecordExport',
        cannot: 'canRecordImport',
      },
      { to: paths.auditLog, label: 'nav.auditLog', can: 'canAuditRead' },
    ],
  },
];

/** The pages that the person's role lets see, by section. */
export function useNavEntries() {
  const t = useWords();
  const { allowedActions, isLoading } = useRBAC(pagePermissions);
  const isShown = ({ can, cannot }: Entry) =>
    allowedActions[can] && !(cannot && allowedActions[cannot]);
  const sections = SECTIONS.map(({ label, entries }) => ({
    label: t(label),
    entries: entries.filter(isShown).map((entry) => ({ to: entry.to, label: t(entry.label) })),
  })).filter(({ entries }) => entries.length > 0);
  return { sections, isLoading };
}
