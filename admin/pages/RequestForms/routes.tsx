import type { AreaRoute } from '../areaRoute';

export const requestFormsRoutes: AreaRoute[] = [];
