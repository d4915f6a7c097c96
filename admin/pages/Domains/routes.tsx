import type { AreaRoute } from '../areaRoute';

export const domainsRoutes: AreaRoute[] = [];
