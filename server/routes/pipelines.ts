import type { Route } from './route';

export const pipelines: Route[] = [];
