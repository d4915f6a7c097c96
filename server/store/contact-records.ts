import type { PropertyValue } from '../contracts/properties';
import { jsonOf, number, text, type Row } from './connection';

/**
 * A contact as filters see it: its custom properties beside the standard ones. The row names `properties`, `name`,
 * `email` (the membership address), `phone`, `language`, `time_zone`, `company_document_id` (the primary company) and
 * `created_time`; what it does not name is unknown.
 */
export function contactRecord(row: Row): Record<string, PropertyValue | undefined> {
  const email = text(row.email).toLowerCase();
  const created = number(row.created_time);
  return {
    ...jsonOf<Record<string, PropertyValue>>(row.properties, {}),
    name: text(row.name),
    email,
    email_domain: email.slice(email.lastIndexOf('@') + 1),
    phone: text(row.phone),
    language: text(row.language),
    time_zone: text(row.time_zone),
    company: text(row.company_document_id),
    created: created > 0 ? created : undefined,
  };
}
