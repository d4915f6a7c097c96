import type { AreaRoute } from '../areaRoute';

export const agentsRoutes: AreaRoute[] = [];
