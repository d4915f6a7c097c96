import type { AreaRoute } from '../areaRoute';

export const propertiesRoutes: AreaRoute[] = [];
