import { customerLabel } from '../rules/customer-labels';
import { ticketWords } from '../rules/ticket-words';
import type { MailValues } from './mail-templates';
import type { SiteMap } from './site-map';
import type { PortalRecord } from './types';

/** What a preview of a portal's mails says of somebody who does not exist. */
export const exampleValues = (
  portal: PortalRecord,
  language: string,
  siteMap: SiteMap,
): MailValues => ({
  ...ticketWords(portal.settings.tickets, language),
  portal: portal.name,
  company: portal.company,
  name: 'Ana Lopes',
  link: siteMap.url(portal.domain, `/${portal.slug}`),
  code: '482913',
  number: 'T-1042',
  subject: 'The meter shows no value',
  inbox: portal.company,
  author: 'Ben',
  message: 'Please send us a picture of the display.',
  onReply: 'reopens',
  days: portal.settings.tickets.reopenDays,
  status: customerLabel({ name: '', meaning: 'waiting-on-us', labels: {} }, language),
  replies: 'read',
  muteUrl: siteMap.url(portal.domain, `/${portal.slug}/unsubscribe`),
});

/** Each value is its own name in braces: what the built-in text looks like to somebody who changes it. */
export const namedValues = (language: string): MailValues => ({
  ...ticketWords({ singular: {}, plural: {} }, language),
  portal: '{portal}',
  company: '{company}',
  name: '{name}',
  link: '{link}',
  code: '{code}',
  number: '{number}',
  subject: '{subject}',
  inbox: '{inbox}',
  author: '{author}',
  message: '{message}',
  onReply: 'nothing',
  status: '{status}',
  answerHere: '{answerHere}',
});
