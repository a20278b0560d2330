import type { Kind } from '../../model/kind.ts';
import { anotherVersion } from '../another-version.ts';
import { IPAddress } from './ip-address.ts';
import { ServiceCIDR } from './service-cidr.ts';

const beta = { version: 'v1beta1', lifecycle: { deprecated: '1.34', removed: '1.37' } };

/** `networking.k8s.io/v1beta1`. */
export const networkingBeta: readonly Kind[] = [anotherVersion(IPAddress, beta), anotherVersion(ServiceCIDR, beta)];
