/** Everything comes from the portal itself; a page's widget may add its own origins, and no page allows inline script or style. */
export function contentSecurityPolicy(origins: readonly string[] = []): string {
  const more = origins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "img-src 'self' data: https:",
    `style-src 'self'${more}`,
    `script-src 'self'${more}`,
    "font-src 'self'",
    `connect-src 'self'${more}`,
    ...(more === '' ? [] : [`frame-src${more}`]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
