/** Mails that a customer may do without. Those about getting in always go out: they keep the account safe. */
export const TICKET_MAILS = [
  'ticket-received',
  'ticket-replied',
  'ticket-closed',
  'ticket-participant',
  'ticket-status',
] as const;
export type TicketMail = (typeof TICKET_MAILS)[number];

/** What a contact keeps of mails that it does not want; a list, or the JSON of one. What cannot be read is wanted. */
export function readUnwanted(stored: unknown): TicketMail[] {
  let list: unknown = stored;
  if (typeof stored === 'string') {
    try {
      list = JSON.parse(stored);
    } catch {
      return [];
    }
  }
  return Array.isArray(list) ? TICKET_MAILS.filter((mail) => list.includes(mail)) : [];
}
