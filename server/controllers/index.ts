import mails from './mails';
import tickets from './tickets';

export const controllers = { mails, tickets };
