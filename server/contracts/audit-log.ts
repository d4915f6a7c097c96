import * as z from 'zod/mini';
import { id } from './lists';

/** Areas of the audit log, by what the actions of their entries begin with. */
export const AUDIT_AREAS = [
  'sign-ins',
  'access',
  'invitations',
  'settings',
  'records',
  'tickets',
  'exports',
  'view-as',
] as const;
export type AuditArea = (typeof AUDIT_AREAS)[number];

export interface AuditEntry {
  id: string;
  /** Epoch ms. */
  occurredAt: number;
  actor: { kind: 'customer' | 'agent' | 'system' | 'channel'; id: string; name: string };
  /** `session.started` */
  action: string;
  subject: { kind: string; id: string; name: string };
  /** '' where it concerns no portal. */
  portal: string;
  changes: Record<string, { before: string; after: string }>;
  requestId: string;
}

export const auditQuery = z.object({
  cursor: z.optional(z.string().check(z.maxLength(100))),
  area: z._default(z.enum(['', ...AUDIT_AREAS]), ''),
  portal: z.optional(id),
  /** Public id of the contact, admin user or other record that it is about, or that did it. */
  about: z._default(z.string().check(z.maxLength(64)), ''),
  /** Epoch ms; 0 for no bound. */
  from: z._default(z.coerce.number().check(z.minimum(0)), 0),
  until: z._default(z.coerce.number().check(z.minimum(0)), 0),
});
export type AuditQuery = z.infer<typeof auditQuery>;
