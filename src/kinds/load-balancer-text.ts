const maxWidth = 16;

/** Addresses or names of a load balancer, each once, sorted, and cut where the table would get too wide. */
export function loadBalancerText(ingress: readonly { ip?: string; hostname?: string }[] | undefined): string {
  const names = new Set((ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter((name) => name !== ''));
  const text = [...names].sort().join(',');
  return text.length > maxWidth ? `${text.slice(0, maxWidth - 3)}...` : text;
}
