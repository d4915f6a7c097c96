import type { AreaRoute } from '../areaRoute';

export const accessGroupsRoutes: AreaRoute[] = [];
