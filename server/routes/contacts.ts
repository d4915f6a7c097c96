import type { Route } from './route';

export const contacts: Route[] = [];
