/** What floors above the services know of them, by area. */
export type { AnnouncementRecord } from '../../store/announcements';
export type { ProviderRecord } from '../../store/identity-providers';
export * from './actors';
export * from './attachments';
export * from './customer-sessions';
export * from './customer-tickets';
export * from './library';
export * from './profile';
export * from './request-forms';
export * from './sign-in';
export * from './site';
