import type { AreaRoute } from '../areaRoute';

export const healthRoutes: AreaRoute[] = [];
