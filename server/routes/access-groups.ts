import type { Route } from './route';

export const accessGroups: Route[] = [];
