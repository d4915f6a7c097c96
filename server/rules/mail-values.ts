import type { ChangeableMail } from '../contracts/portal-settings';

const PORTAL = ['name', 'company', 'portal'];
const WORDS = ['ticket', 'tickets', 'Ticket', 'Tickets'];
const OF_TICKET = [...PORTAL, 'number', 'subject', 'link', 'answerHere', 'inbox', ...WORDS];
const LEADS_THERE = [['link', 'answerHere']];

/** What the text of a mail may name in braces, and what it must: at least one of each group, or nobody could follow it. */
export const MAIL_VALUES: Record<
  ChangeableMail,
  { values: readonly string[]; needed: readonly (readonly string[])[] }
> = {
  invitation: { values: [...PORTAL, 'link', ...WORDS], needed: [['link']] },
  // Whoever has not confirmed an address is told nothing that somebody typed (attacks 21).
  'confirm-address': { values: ['company', 'portal', 'link', ...WORDS], needed: [['link']] },
  'magic-link': { values: [...PORTAL, 'link', 'code'], needed: [['link'], ['code']] },
  'password-reset': { values: [...PORTAL, 'link'], needed: [['link']] },
  'registration-approved': { values: [...PORTAL, 'link', ...WORDS], needed: [['link']] },
  'ticket-received': { values: OF_TICKET, needed: LEADS_THERE },
  'ticket-replied': { values: [...OF_TICKET, 'author', 'message'], needed: LEADS_THERE },
  'ticket-closed': { values: [...OF_TICKET, 'days'], needed: LEADS_THERE },
  'ticket-participant': { values: [...OF_TICKET, 'author'], needed: LEADS_THERE },
  'ticket-status': { values: [...OF_TICKET, 'status'], needed: LEADS_THERE },
};

const NAMED = /\{([^{}]*)\}/g;

/** `{name}` becomes the value of that name; nothing else has a meaning. */
export const fillMail = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replace(NAMED, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );

export interface MailTextProblem {
  field: 'subject' | 'text';
  message: string;
}

/** What is wrong with an own text; an empty one is the built-in text and always right. */
export function mailTextProblems(
  mail: ChangeableMail,
  own: { subject: string; text: string },
): MailTextProblem[] {
  const { values, needed } = MAIL_VALUES[mail];
  const problems: MailTextProblem[] = [];
  for (const field of ['subject', 'text'] as const) {
    for (const [, name = ''] of own[field].matchAll(NAMED)) {
      if (values.includes(name)) continue;
      const known = values.map((value) => `{${value}}`).join(', ');
      problems.push({ field, message: `There is no {${name}} in this mail. It knows ${known}.` });
      break;
    }
  }
  if (own.text !== '')
    for (const group of needed)
      if (!group.some((name) => own.text.includes(`{${name}}`)))
        problems.push({
          field: 'text',
          message: `Name ${group.map((name) => `{${name}}`).join(' or ')} in it: without it nobody gets further.`,
        });
  return problems;
}
