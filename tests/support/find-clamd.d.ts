export function findClamd(): string;
export function provideClamd(): string;
