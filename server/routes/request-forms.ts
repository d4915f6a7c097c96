import type { Route } from './route';

export const requestForms: Route[] = [];
