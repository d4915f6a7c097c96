import type { ComponentType } from 'react';
import type { PortalDetail } from '../../../server/contracts/portals';
import type { Word } from '../../useWords';

export interface SectionProps {
  portal: PortalDetail;
  canEdit: boolean;
  /** Beside the save button of the header: where the settings lead to. */
  refetch: () => void;
}

export interface SettingsTab {
  /** Last part of the address. */
  page: string;
  label: Word;
  Component: ComponentType<SectionProps>;
}

/** The pages of a portal's settings, in the order of their tabs. */
export const SETTINGS_TABS: SettingsTab[] = [];
