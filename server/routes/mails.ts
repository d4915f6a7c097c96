import { route } from './route';

export const mails = [
  route('GET', '/mails', 'mails.list', 'mails.mail-read'),
  route('POST', '/mails/confirm', 'mails.confirm', 'mails.mail-confirm'),
];
