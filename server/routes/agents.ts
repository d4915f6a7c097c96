import type { Route } from './route';

export const agents: Route[] = [];
