import type { AreaRoute } from '../areaRoute';

export const portalsRoutes: AreaRoute[] = [];
