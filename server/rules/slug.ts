/** Why a text cannot be the slug of a portal or knowledge base; '' when it can. */
export function slugProblem(slug: string): string {
  if (slug === '') return 'Enter the end of the address, for example support.';
  if (slug.length > 60) return 'Use at most 60 characters.';
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))
    return 'Use small letters a to z, digits and single hyphens.';
  if (/^[a-z]{2}(-[a-z]{2})?$/.test(slug))
    return 'Two letters stand for a language. Choose a longer address.';
  return '';
}

/** Small letters, digits and hyphens of a name; '' when it has none of them. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
