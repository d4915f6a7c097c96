import type { AreaRoute } from '../areaRoute';

export const pipelinesRoutes: AreaRoute[] = [];
