/**
 * The name of a cookie of ours. Behind TLS its prefix keeps other hosts of the same domain from setting it: browsers take
 * it only with `Secure`, for `/`, and without a domain (RFC 6265bis, 4.1.3.2).
 */
export const cookieName = (name: string, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);
