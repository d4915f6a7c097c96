import { getFetchClient } from '@strapi/strapi/admin';
import type { ConfirmInput, MailPage, SendAgainResult } from '../../server/contracts/mails';
import { api } from './api';
import { useRead } from './useRead';

export const useMailPage = (state: string, cursor: string | undefined) =>
  useRead<MailPage>(api('/mails', { state, cursor }));

/** Failed mails are tried again: some, or every one. */
export async function sendMailsAgain(mails: string[] | null): Promise<SendAgainResult> {
  return (await getFetchClient().post<SendAgainResult>(api('/mails/send-again'), { mails })).data;
}

export async function confirmOrigin(input: ConfirmInput): Promise<void> {
  await getFetchClient().post(api('/mails/confirm'), input);
}
