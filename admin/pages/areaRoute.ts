import type { ReactElement } from 'react';
import type { permissions } from '../permissions';

/** A page: where it stands below the plugin's root, and which permission opens it. */
export interface AreaRoute {
  path: string;
  permissions: (typeof permissions)[keyof typeof permissions];
  element: ReactElement;
}
