import type { AreaRoute } from '../areaRoute';

export const contactsRoutes: AreaRoute[] = [];
