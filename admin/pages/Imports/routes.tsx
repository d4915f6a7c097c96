import type { AreaRoute } from '../areaRoute';

export const importsRoutes: AreaRoute[] = [];
