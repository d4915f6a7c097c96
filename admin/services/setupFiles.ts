import { getFetchClient } from '@strapi/strapi/admin';
import type { SetupPlan, SetupResult } from '../../server/contracts/setup-files';
import { api } from './api';

async function send<Answer>(route: string, text: string, digest?: string): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([text], { type: 'application/json' }), 'set-up.json');
  if (digest !== undefined) form.append('digest', digest);
  return (await getFetchClient().post<Answer>(api(route), form)).data;
}

/** What applying a file would change; nothing is changed. */
export const planSetupFile = (text: string) => send<SetupPlan>('/setup-file/plan', text);

/** Applies a file whose differences were looked at. */
export const applySetupFile = (text: string, digest: string) =>
  send<SetupResult>('/setup-file/apply', text, digest);
