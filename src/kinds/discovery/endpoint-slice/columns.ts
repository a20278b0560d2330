import type { Endpoint, EndpointPort } from './schema.ts';

const mostShown = 3;

export const portsText = (ports: readonly EndpointPort[] | null | undefined): string =>
  firstFew((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : String(port))));

export const endpointsText = (endpoints: readonly Endpoint[] | null | undefined): string =>
  firstFew((endpoints ?? []).flatMap(({ addresses }) => addresses));

function firstFew(texts: readonly string[]): string {
  const shown = texts.slice(0, mostShown).join(',');
  return texts.length > mostShown ? `${shown} + ${texts.length - mostShown} more...` : shown || '<unset>';
}
