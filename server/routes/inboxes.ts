import type { Route } from './route';

export const inboxes: Route[] = [];
