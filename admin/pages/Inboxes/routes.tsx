import type { AreaRoute } from '../areaRoute';

export const inboxesRoutes: AreaRoute[] = [];
