import type { TicketMail } from '../../rules/unwanted-mails';
import type { Readable } from 'node:stream';
import type { CustomerSession, CustomerViewer } from './customer-sessions';

export interface ProfileService {
  update(
    viewer: CustomerViewer,
    input: { name: string; language: string; timeZone: string },
  ): Promise<void>;
  chooseLanguage(viewer: CustomerViewer, language: string): Promise<void>;
  /** Which of the mails about tickets the person wants; all of them unless chosen. */
  wantedMails(viewer: CustomerViewer): Promise<TicketMail[]>;
  chooseMails(viewer: CustomerViewer, wanted: readonly string[]): Promise<void>;
}

/** What a person may do with what is kept of him. */
export interface PersonalDataService {
  /** Epoch ms since when he asks to be erased; 0 when he does not. */
  erasureAskedAt(viewer: CustomerViewer): Promise<number>;
  /** An admin erases: until then it can be taken back. 403 without a fresh proof of who asks. */
  askErasure(session: CustomerSession): Promise<void>;
  takeBackErasure(viewer: CustomerViewer): Promise<void>;
  /** A ZIP that is made while it is read, a few times a day; `retryAfter` in ms. 403 without a fresh proof. */
  download(
    session: CustomerSession,
    language: string,
  ): Promise<
    | { outcome: 'ready'; name: string; stream: Readable }
    | { outcome: 'limited'; retryAfter: number }
  >;
}
