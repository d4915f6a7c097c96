export const ACTIONS: object[] = [];
