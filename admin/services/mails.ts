import type { MailView } from '../../server/contracts/mails';
import { api } from './api';
import { useRead } from './useRead';

export interface MailPage {
  rows: MailView[];
  nextCursor: string | null;
}

export const useMailPage = (cursor: string | undefined) =>
  useRead<MailPage>(api('/mails', { cursor }));
