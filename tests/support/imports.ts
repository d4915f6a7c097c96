import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ImportDetail, ImportPlan } from '../../server/contracts/transfers';
import type { AdminActor } from '../../server/services/types';
import type { Booted } from './strapi';

export const IMPORTER: AdminActor = {
  kind: 'agent',
  id: 'a'.repeat(24),
  name: 'Mara Berg',
  can: new Set(['record-import', 'record-export']),
};

export type Subject = ImportDetail['subject'];

/** Uploads a file in one part and waits until it is read. */
export async function uploaded(
  { services }: Booted,
  subject: Subject,
  content: string | Buffer,
  fileName = `${subject}.csv`,
): Promise<ImportDetail> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'import-part-'));
  const part = path.join(folder, 'part');
  const bytes = Buffer.from(content);
  writeFileSync(part, bytes);
  const { recordImports, importRunner } = services;
  const { id } = await recordImports.create(IMPORTER, { subject, fileName, size: bytes.length });
  await recordImports.receive(IMPORTER, id, 0, part);
  rmSync(folder, { recursive: true });
  await importRunner.idle();
  return found(services, id);
}

async function found(services: Booted['services'], id: string): Promise<ImportDetail> {
  const detail = await services.recordImports.find(IMPORTER, id);
  if (!detail) throw new Error('The import is gone');
  return detail;
}

export const planOf = (
  detail: ImportDetail,
  settings: Partial<ImportPlan['settings']> = {},
  mapping: Record<string, string> = {},
): ImportPlan => ({
  mapping: { ...detail.mapping, ...mapping },
  settings: { ...detail.settings, timeZone: 'Europe/Lisbon', ...settings },
});

/** Imports a file with what is proposed for it, to the end. */
export async function imported(
  booted: Booted,
  subject: Subject,
  content: string | Buffer,
  settings: Partial<ImportPlan['settings']> = {},
  mapping: Record<string, string> = {},
): Promise<ImportDetail> {
  const detail = await uploaded(booted, subject, content);
  if (detail.state !== 'ready') return detail;
  await booted.services.recordImports.start(IMPORTER, detail.id, planOf(detail, settings, mapping));
  await booted.services.importRunner.idle();
  return found(booted.services, detail.id);
}
