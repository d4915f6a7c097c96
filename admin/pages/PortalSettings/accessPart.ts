import type { PortalSettings } from '../../../server/contracts/portal-settings';
import type { FormFields } from '../../services/useRecordForm';

/** What each section of the access settings is given. */
export interface AccessPart extends FormFields<PortalSettings['access']> {
  isDisabled: boolean;
}
