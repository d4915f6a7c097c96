import { getFetchClient } from '@strapi/strapi/admin';
import type { ConfirmInput, MailPage } from '../../server/contracts/mails';
import { api } from './api';
import { useRead } from './useRead';

export const useMailPage = (cursor: string | undefined) =>
  useRead<MailPage>(api('/mails', { cursor }));

export async function confirmOrigin(input: ConfirmInput): Promise<void> {
  await getFetchClient().post(api('/mails/confirm'), input);
}
