import type { ComponentType } from 'react';
import type { PortalDetail } from '../../../server/contracts/portals';
import type { Word } from '../../useWords';
import { AccessSettings } from './AccessSettings';
import { AnnouncementsSettings } from './AnnouncementsSettings';
import { BrandingSettings } from './BrandingSettings';
import { GeneralSettings } from './GeneralSettings';
import { HistoryPage } from './HistoryPage';
import { KnowledgeBaseSettings } from './KnowledgeBaseSettings';
import { MailsSettings } from './MailsSettings';
import { SingleSignOnSettings } from './SingleSignOn/SingleSignOnSettings';
import { SupportFormSettings } from './SupportFormSettings';
import { TicketsSettings } from './TicketsSettings';

export interface SectionProps {
  portal: PortalDetail;
  canEdit: boolean;
  /** Reads the portal anew. */
  refetch: () => void;
}

export interface SettingsTab {
  /** Last part of the address. */
  page: string;
  label: Word;
  Component: ComponentType<SectionProps>;
}

/** The pages of a portal's settings, in the order of their tabs. */
export const SETTINGS_TABS: SettingsTab[] = [
  { page: 'general', label: 'settings.general', Component: GeneralSettings },
  { page: 'tickets', label: 'settings.tickets', Component: TicketsSettings },
  { page: 'support-form', label: 'settings.supportForm', Component: SupportFormSettings },
  { page: 'branding', label: 'settings.branding', Component: BrandingSettings },
  { page: 'knowledge-base', label: 'settings.knowledgeBase', Component: KnowledgeBaseSettings },
  { page: 'announcements', label: 'settings.announcements', Component: AnnouncementsSettings },
  { page: 'access', label: 'settings.access', Component: AccessSettings },
  { page: 'single-sign-on', label: 'settings.singleSignOn', Component: SingleSignOnSettings },
  { page: 'mails', label: 'settings.mails', Component: MailsSettings },
  { page: 'history', label: 'settings.history', Component: HistoryPage },
];
