export interface DemoText { en: string; fr: string }
export interface DemoLink { labels: DemoText; url: string }
export interface DemoBrand {
  company: string;
  knowledgeBaseTitle: DemoText;
  tagline: DemoText;
  portalName: string;
  accent: string;
  /** Names of pictures in `logos`. */
  pictures: { logo: string; logoDark: string; favicon: string };
  look: { header: string; font: string; radius: number };
  footerLinks: DemoLink[];
  /** Shown since yesterday, until Saturday. */
  announcement: { texts: DemoText; level: 'info' | 'warning' | 'incident'; pages: string[]; countsAffected: boolean };
  helpEmail: string;
  /** Tallybrook shows company tickets to those whom a filter names, Rillmark to everybody of the company. */
  ticketPermission: 'filter' | 'company';
}
export interface DemoCompany { key: string; name: string; emailDomains: string[] }
export interface DemoContact {
  key: string;
  name: string;
  email: string;
  /** A company key. */
  company: string;
  brand: 'main' | 'second';
  language: 'en' | 'fr';
  timeZone: string;
  sees: 'own tickets' | 'company tickets';
}
export interface DemoAgent { key: string; name: string; publicName: string; email: string }
export interface DemoMessage {
  /** A contact key or an agent key. */
  from: string;
  kind: 'public' | 'note';
  /** Hours after the previous message; the first is 0. */
  hoursAfter: number;
  /** Markdown. */
  text: string;
  /** File names out of attachments.ts. */
  attachments?: string[];
}
export interface DemoTicket {
  requester: string;
  participants?: string[];
  brand: 'main' | 'second';
  subject: string;
  priority: 'low' | 'medium' | 'high' | 'urgent';
  category: 'product-issue' | 'billing' | 'feature-request' | 'question';
  openedDaysAgo: number;
  status: 'new' | 'waiting-on-us' | 'waiting-on-customer' | 'closed';
  assignee?: string;
  messages: DemoMessage[];
}
export interface DemoCategory {
  key: string;
  parent?: string;
  brand: 'main' | 'second';
  slug: string;
  name: DemoText;
  description: DemoText;
}
export interface DemoArticle {
  key: string;
  /** A category key. */
  category: string;
  slug: string;
  title: DemoText;
  summary: DemoText;
  /** Markdown; images are written ![alt](demo:images/NAME.svg). */
  body: DemoText;
}
export interface DemoAttachment { name: string; mimeType: string; text?: string; base64?: string }
