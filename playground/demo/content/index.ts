import { articlesMain1 } from './articles-main-1';
import { articlesMain2 } from './articles-main-2';
import { articlesMain3 } from './articles-main-3';
import { articlesSecond1 } from './articles-second-1';
import { articlesSecond2 } from './articles-second-2';
import { ticketsMain1 } from './tickets-main-1';
import { ticketsMain2 } from './tickets-main-2';
import { ticketsMain3 } from './tickets-main-3';
import { ticketsSecond } from './tickets-second';
import type { DemoArticle, DemoTicket } from './types';

export * from './types';
export { brands } from './brands';
export { companies } from './companies';
export { contacts } from './contacts';
export { agents } from './agents';
export { categories } from './categories';
export { attachments } from './attachments';
export * as structure from './structure';

export const articles: DemoArticle[] = [...articlesMain1, ...articlesMain2, ...articlesMain3, ...articlesSecond1, ...articlesSecond2];
export const tickets: DemoTicket[] = [...ticketsMain1, ...ticketsMain2, ...ticketsMain3, ...ticketsSecond];
