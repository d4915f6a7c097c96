import type { Route } from './route';

export const properties: Route[] = [];
