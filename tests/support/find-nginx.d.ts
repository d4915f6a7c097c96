export function findNginx(): string;
export function provideNginx(): string;
