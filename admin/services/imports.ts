import { getFetchClient } from '@strapi/strapi/admin';
import {
  IMPORT_PART_SIZE,
  type ImportDetail,
  type ImportView,
  type NewImport,
} from '../../server/contracts/transfers';
import { BUSY_STATES } from '../../server/contracts/transfers';
import { api } from './api';
import { createRecord } from './records';
import { useRead } from './useRead';

const POLL_EVERY = 1000;

export const isBusy = ({ state }: Pick<ImportView, 'state'>): boolean =>
  BUSY_STATES.includes(state);

/** One import, read again every second while the server is at work. */
export const useImport = (id: string, isPolled: boolean) =>
  useRead<ImportDetail>(api(`/imports/${id}`), isPolled ? POLL_EVERY : 0);

/** Sends a file in parts; `onProgress` hears how many bytes are there. Returns the import's public id. */
export async function uploadImport(
  subject: NewImport['subject'],
  file: File,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const { id } = await createRecord<{ id: string }>('/imports', {
    subject,
    fileName: file.name,
    size: file.size,
  });
  for (let at = 0; at < file.size; at += IMPORT_PART_SIZE) {
    const part = new FormData();
    part.append('part', file.slice(at, at + IMPORT_PART_SIZE), 'part');
    await getFetchClient().post(api(`/imports/${id}/parts`, { at: String(at) }), part);
    onProgress(Math.min(file.size, at + IMPORT_PART_SIZE));
  }
  return id;
}

/** Saves what an address answers as a file, by the admin's own token. */
export async function downloadFile(url: string, name: string): Promise<void> {
  const { data } = await getFetchClient().get(url, { responseType: 'blob' });
  const address = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
