import { route } from './route';

export const mails = [
  route('GET', '/mails', 'mails.list', 'mails.mail-read'),
  route('POST', '/mails/send-again', 'mails.sendAgain', 'mails.mail-send-again'),
  route(
    'POST',
    '/portals/:id/mails/preview',
    'mails.preview',
    'portals.portal-read',
    'portals.portal-edit',
  ),
  route('POST', '/mails/confirm', 'mails.confirm', 'mails.mail-confirm'),
];
