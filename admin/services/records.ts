import { getFetchClient } from '@strapi/strapi/admin';
import type { RecordPage } from '../../server/contracts/lists';
import { api } from './api';
import { useRead } from './useRead';

/** Records that may be merged and that a bin keeps: their words begin so, and so does their route. */
export type RecordArea = 'contacts' | 'companies';

/** One page of a list: the address of the list page is the query. */
export const useRecords = <Row>(
  route: string,
  query: Record<string, string>,
  cursor: string | undefined,
) => useRead<RecordPage<Row>>(api(route, { ...query, cursor }));

/** One record; null reads nothing (a new one). */
export const useRecord = <Detail>(route: string, id: string | null) =>
  useRead<Detail>(id === null ? null : api(`${route}/${id}`));

// A change is not tied to its page: leaving the page must not cut it off.
export async function createRecord<Answer>(route: string, input: object): Promise<Answer> {
  return (await getFetchClient().post<Answer>(api(route), input)).data;
}

export async function saveRecord<Answer>(route: string, input: object): Promise<Answer> {
  return (await getFetchClient().put<Answer>(api(route), input)).data;
}

export async function deleteRecord(
  route: string,
  query: Record<string, string> = {},
): Promise<void> {
  await getFetchClient().del(api(route, query));
}
