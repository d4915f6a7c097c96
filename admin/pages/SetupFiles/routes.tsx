import type { AreaRoute } from '../areaRoute';

export const setupFilesRoutes: AreaRoute[] = [];
