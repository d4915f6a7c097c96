import type { AreaRoute } from '../areaRoute';

export const companiesRoutes: AreaRoute[] = [];
