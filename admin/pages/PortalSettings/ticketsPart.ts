import type { TicketSettings } from '../../../server/contracts/portal-settings';
import type { FieldErrors } from '../../services/useRecordForm';

/** What each part of the page of the tickets gets of its form. */
export interface TicketsPart {
  values: TicketSettings;
  errors: FieldErrors;
  isDisabled: boolean;
  set: <Name extends keyof TicketSettings>(name: Name, value: TicketSettings[Name]) => void;
}
