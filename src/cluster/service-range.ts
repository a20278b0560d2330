import { addressAt, parseCidr } from '../base/cidr.ts';

/** The address of the service `kubernetes`: the first of the range. */
export const firstAddress = (serviceCidr: string): string => addressAt(parseCidr(serviceCidr), 1);

/** The cluster DNS's address, by the habit of most installers: the tenth. */
export const dnsAddress = (serviceCidr: string): string => addressAt(parseCidr(serviceCidr), 10);
