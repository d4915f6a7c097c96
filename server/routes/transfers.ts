import type { Route } from './route';

export const transfers: Route[] = [];
