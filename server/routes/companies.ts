import type { Route } from './route';

export const companies: Route[] = [];
