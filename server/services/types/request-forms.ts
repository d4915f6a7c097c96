import type { FormProperty, FormSnapshot } from '../../contracts/request-forms';
import type { Answers, FieldState, ShapeField } from '../../rules/request-forms';
import type { CustomerViewer } from './customer-sessions';
import type { NewTicketInput } from './customer-tickets';
import type { PortalRecord } from './site';

/** A published request form as held in memory. */
export interface PublishedForm {
  id: string;
  name: string;
  slug: string;
  /** Public id of the version, which stands on its tickets. */
  version: string;
  content: FormSnapshot;
  /** Ticket properties as the version knew them, by key. */
  properties: ReadonlyMap<string, FormProperty>;
  shape: ShapeField[];
}

/** What a form answered to what was typed. */
export type FormAnswer =
  | { outcome: 'refused'; states: ReadonlyMap<string, FieldState> }
  | {
      outcome: 'taken';
      /** Without files: the face adds them when `takesFiles`. */
      ticket: Pick<NewTicketInput, 'subject' | 'body' | 'preset'>;
      takesFiles: boolean;
    };

/** The request forms of the public pages. A form that somebody may not see is not there. */
export interface RequestFormsService {
  /** What a portal offers to somebody; to nobody in particular every form that it offers. */
  shown(portal: PortalRecord, viewer: CustomerViewer | null): PublishedForm[];
  /** The version of a form that somebody filled in, published or not any more; null when it was never shown to them. */
  filledIn(viewer: CustomerViewer, version: string): Promise<PublishedForm | null>;
  /** Decides what was typed (by property; of attachments the names) by the form's own rule. */
  read(form: PublishedForm, answers: Answers, language: string): FormAnswer;
}
